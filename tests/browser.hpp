// SPDX-License-Identifier: Apache-2.0
// A browser without a window, started once in a test's process: it is asked for one page after another, by
// Chromium's DevTools protocol (messages of JSON, each ended by a zero byte, on its file descriptors 3 and
// 4).
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace uptake {

class Browser {
 public:
  /// Throws where there is no chromium, or where it does not answer.
  explicit Browser(const std::filesystem::path& profile) {
    std::array<int, 2> asked, told;
    if (pipe2(asked.data(), O_CLOEXEC) != 0 || pipe2(told.data(), O_CLOEXEC) != 0)
      throw std::runtime_error("no pipe to a browser");
    const std::string kept = "--user-data-dir=" + profile.string();
    process_ = fork();
    if (process_ == 0) {
      setpgid(0, 0);
      const int from = fcntl(asked[0], F_DUPFD_CLOEXEC, 10), to = fcntl(told[1], F_DUPFD_CLOEXEC, 10),
                silent = open("/dev/null", O_WRONLY);
      dup2(silent, 2);
      dup2(from, 3);
      dup2(to, 4);
      execlp("chromium", "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--disable-extensions", "--remote-debugging-pipe", kept.c_str(),
             static_cast<char*>(nullptr));
      _exit(127);
    }
    close(asked[0]);
    close(told[1]);
    ask_ = asked[1];
    told_ = told[0];
  }
  ~Browser() {
    kill(-process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    close(ask_);
    close(told_);
  }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  /// The document that a page becomes, as text, once its scripts have had 20 seconds of their own time.
  std::string document(const std::string& address) {
    const std::string target = call("Target.createTarget", {{"url", "about:blank"}})["targetId"];
    session_ = call("Target.attachToTarget", {{"targetId", target}, {"flatten", true}})["sessionId"];
    call("Page.enable", nlohmann::json::object());
    call("Page.navigate", {{"url", address}});
    std::string text;
    for (int time = 0; text.empty() && time < 10; ++time) {  // more than once where the page was not read yet
      call("Emulation.setVirtualTimePolicy",
           {{"policy", "pauseIfNetworkFetchesPending"}, {"budget", 20'000}});
      while (next().value("method", "") != "Emulation.virtualTimeBudgetExpired") {
      }
      const nlohmann::json whole{
          {"expression", "document.readyState === 'complete' ? document.documentElement.outerHTML : ''"}};
      text = call("Runtime.evaluate", whole)["result"]["value"];
    }
    session_.clear();
    call("Target.closeTarget", {{"targetId", target}});
    return text;
  }

 private:
  nlohmann::json call(const char* method, nlohmann::json parameters) {
    nlohmann::json message{{"id", ++number_}, {"method", method}, {"params", std::move(parameters)}};
    if (!session_.empty()) message["sessionId"] = session_;
    const std::string text = message.dump();
    for (std::size_t sent = 0; sent <= text.size();) {
      const ssize_t n = write(ask_, text.c_str() + sent, text.size() + 1 - sent);
      if (n <= 0)
        throw std::runtime_error("the browser is gone: is chromium installed? (./dev test does so)");
      sent += static_cast<std::size_t>(n);
    }
    for (;;) {
      const nlohmann::json answer = next();
      if (answer.value("id", 0) != number_) continue;
      if (answer.contains("error")) throw std::runtime_error(answer["error"].dump());
      return answer["result"];
    }
  }

  /// The next message of the browser.
  nlohmann::json next() {
    std::array<char, 65536> buffer;
    for (std::size_t end; (end = unread_.find('\0')) == std::string::npos;) {
      pollfd ready{told_, POLLIN, 0};
      constexpr int patience = 300'000;  // milliseconds: a page takes one or two seconds
      const ssize_t n = poll(&ready, 1, patience) == 1 ? read(told_, buffer.data(), buffer.size()) : 0;
      if (n <= 0)
        throw std::runtime_error("the browser does not answer: is chromium installed? (./dev test does so)");
      unread_.append(buffer.data(), static_cast<std::size_t>(n));
    }
    const std::size_t end = unread_.find('\0');
    nlohmann::json message = nlohmann::json::parse(unread_.substr(0, end));
    unread_.erase(0, end + 1);
    return message;
  }

  pid_t process_ = 0;
  int ask_ = -1, told_ = -1, number_ = 0;
  std::string session_, unread_;
};

}  // namespace uptake
