# The report's page (template, style, scripts, chart library) as bytes inside the program.
#
# At build time `npm ci` fetches the chart library, and axe-core for the tests, into the build folder (never into the
# source tree), bundle.mjs makes one page of everything, and the assembler's .incbin puts it into uptake_analysis. A
# second build does nothing.

# Run by the build as a script: npm ci, with a message that says what to do when it fails.
if(CMAKE_SCRIPT_MODE_FILE)
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
                  WORKING_DIRECTORY ${FOLDER} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(failed)
    message(FATAL_ERROR "The report's chart library could not be installed (npm ci, in ${FOLDER}):\n${said}\n"
      "What to do: the build needs the npm registry once. Check the network or the proxy (npm config get registry; "
      "npm ping; behind a proxy that signs connections itself, NODE_EXTRA_CA_CERTS=FILE names its certificate), "
      "then build again. On a machine without network: run the same `npm ci` on one that has it, copy its node_modules to "
      "${FOLDER}/node_modules, and `touch ${FOLDER}/npm.stamp`.")
  endif()
  file(TOUCH ${FOLDER}/npm.stamp)
  return()
endif()

find_program(UPTAKE_NPM npm)
find_program(UPTAKE_NODE NAMES node nodejs)
if(NOT UPTAKE_NPM OR NOT UPTAKE_NODE)
  message(FATAL_ERROR "The report needs node (18 or later) and npm when it is built: apt-get install nodejs npm")
endif()

set(report_source ${CMAKE_SOURCE_DIR}/analysis/report)
set(report_folder ${CMAKE_BINARY_DIR}/report)
file(MAKE_DIRECTORY ${report_folder})

add_custom_command(OUTPUT ${report_folder}/npm.stamp
  COMMAND ${CMAKE_COMMAND} -E copy ${report_source}/package.json ${report_source}/package-lock.json ${report_folder}
  COMMAND ${CMAKE_COMMAND} -DNPM=${UPTAKE_NPM} -DFOLDER=${report_folder} -P ${CMAKE_CURRENT_LIST_FILE}
  DEPENDS ${report_source}/package.json ${report_source}/package-lock.json
  COMMENT "Installing the report's chart library (npm ci)" VERBATIM)

add_custom_command(OUTPUT ${report_folder}/page.html
  COMMAND ${UPTAKE_NODE} ${report_source}/bundle.mjs ${report_source} ${report_folder}/node_modules
          ${report_folder}/page.html
  DEPENDS ${report_folder}/npm.stamp ${report_source}/bundle.mjs ${report_source}/template.html
          ${report_source}/report.css ${report_source}/texts.js ${report_source}/fit_texts.js ${report_source}/charts.js
          ${report_source}/page.js ${report_source}/brief.js ${report_source}/report.js ${report_source}/fit.js
          ${report_source}/lives.js ${report_source}/parameter_texts.js
          ${report_source}/story.js ${report_source}/story_texts.js
          ${report_source}/sensitivity.js ${report_source}/sensitivity_texts.js
          ${report_source}/structures.js ${report_source}/structures_texts.js
  COMMENT "Making the report's page" VERBATIM)

file(CONFIGURE OUTPUT ${report_folder}/page.S @ONLY CONTENT [[
.section .rodata
.global uptake_report_page_begin
.global uptake_report_page_end
uptake_report_page_begin:
.incbin "@report_folder@/page.html"
uptake_report_page_end:
.byte 0
.section .note.GNU-stack,"",%progbits
]])
set_source_files_properties(${report_folder}/page.S PROPERTIES OBJECT_DEPENDS ${report_folder}/page.html)
target_sources(uptake_analysis PRIVATE ${report_folder}/page.S)
