#!/usr/bin/env Rscript
# SPDX-License-Identifier: Apache-2.0
# Reads a folder of `uptake compare` with base R, without glue, and draws the brief's first figure anew: what each scenario does
# to the use of relationship and parenting support, in percentage points, with 95 % intervals.
# Use: Rscript contact_by_policy.R FOLDER [PICTURE.pdf]          Debian: r-base-core

effects <- function(folder) {
  table <- read.csv(file.path(folder, "effects.csv"))
  total <- table$measure == "contact" & table$variable == "total" & table$year == max(table$year)
  table[total, c("scenario", "domain", "year", "difference", "low", "high")]
}

draw <- function(rows, picture) {
  scenarios <- unique(rows$scenario)
  domains <- unique(rows$domain)
  pdf(picture, width = 9, height = 2 + 0.4 * length(scenarios))
  par(mfrow = c(1, length(domains)), mar = c(4, 9, 2, 1), las = 1)
  for (domain in domains) {
    part <- rows[rows$domain == domain, ]
    y <- match(part$scenario, scenarios)
    plot(part$difference, y, pch = 19, yaxt = "n", ylab = "", xlim = range(0, part$low, part$high, na.rm = TRUE),
         ylim = c(length(scenarios) + 0.5, 0.5), main = paste(domain, "support"),
         xlab = paste0("percentage points of families, ", part$year[1]))
    segments(part$low, y, part$high, y)
    abline(v = 0, col = "grey")
    axis(2, at = seq_along(scenarios), labels = scenarios)
  }
  invisible(dev.off())
}

arguments <- commandArgs(trailingOnly = TRUE)
if (!length(arguments) %in% 1:2) {
  message("Use: Rscript contact_by_policy.R FOLDER [PICTURE.pdf]")
  quit(status = 2)
}
found <- effects(arguments[1])
write.csv(found, row.names = FALSE, quote = FALSE)
if (length(arguments) == 2) draw(found, arguments[2])
