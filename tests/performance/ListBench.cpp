// SPDX-License-Identifier: GPL-3.0-or-later
//
// Times the window on a profile: list-bench start|list PROFILE. `start` ends at the first screen, and says
// how long that took since $POPLAR_STARTED (seconds since 1970). `list` opens the largest folder, jumps,
// sorts and scrolls through it. Prints what it took as JSON, times in ms.
#include "ListWindow.h"
#include "Theme.h"

#include <QApplication>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace
{
int trouble(const char *what)
{
    std::fprintf(stderr, "list-bench: %s\n", what);
    return 1;
}

double residentMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmRSS:", 0) == 0)
            return std::strtod(line.c_str() + 6, nullptr) / 1024;
    return 0;
}

double secondsSinceEpoch()
{
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void print(const char *key, double value)
{
    std::printf("\"%s\": %.3f, ", key, value);
}

bool printTime(const char *key, std::optional<double> time)
{
    if (!time) {
        std::fprintf(stderr, "list-bench: %s did not come to its end\n", key);
        return false;
    }
    print(key, *time);
    return true;
}

void printFrames(const char *key, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    const auto at = [&](double part) {
        return times.empty() ? 0 : times[size_t(double(times.size() - 1) * part)];
    };
    print((std::string(key) + "_p50").c_str(), at(0.5));
    print((std::string(key) + "_p99").c_str(), at(0.99));
    print((std::string(key) + "_longest").c_str(), at(1.0));
}

int start(ListWindow &window)
{
    const char *const started = std::getenv("POPLAR_STARTED");
    if (!started || !window.open())
        return trouble("the profile could not be opened, or POPLAR_STARTED is missing");
    std::printf("{\"start\": %.1f, \"rows\": %d, \"rss\": %.1f}\n",
                (secondsSinceEpoch() - std::strtod(started, nullptr)) * 1e3, window.rows(),
                residentMegabytes());
    return 0;
}

bool printSorts(ListWindow &window)
{
    using Sort = ListQuery::Sort;
    struct Column {
        const char *key;
        Sort sort;
        bool descending;
    };
    for (const Column &column :
         {Column{"by_date", Sort::Date, false}, Column{"by_sender", Sort::Sender, false},
          Column{"by_subject", Sort::Subject, false}, Column{"by_size", Sort::Size, true},
          Column{"by_date_again", Sort::Date, true}}) {
        const ListWindow::SortTimes times = window.sortBy(column.sort, column.descending);
        if (!printTime((std::string(column.key) + "_screen").c_str(), times.screen) ||
            !printTime(column.key, times.all))
            return false;
    }
    return true;
}

// Opens the largest folder, from the smallest; how many messages it has.
std::optional<int> openLargest(ListWindow &window)
{
    const auto large = window.largestFolder(), small = window.smallestFolder();
    if (!large || !small || large->id == small->id) {
        trouble("the profile has too little mail");
        return {};
    }
    if (!window.clickOn(small->id) || !window.waitForAllRows(small->total)) {
        trouble("the smallest folder was not shown");
        return {};
    }
    std::printf("{\"rows\": %d, ", large->total);
    if (!printTime("first_screen", window.clickOn(large->id)) ||
        !printTime("all_rows", window.waitForAllRows(large->total)))
        return {};
    return large->total;
}

int list(ListWindow &window)
{
    if (!openLargest(window) || !printTime("to_end", window.jumpToEnd()) ||
        !printTime("to_start", window.jumpToStart()) || !printSorts(window))
        return 1;
    std::printf("\"rss\": %.1f}\n", residentMegabytes());
    return 0;
}

int scroll(ListWindow &window)
{
    if (!openLargest(window))
        return 1;
    print("fonts_longest", window.waitForFonts());
    const ListWindow::Frames frames = window.scrollThrough();
    const auto longest = std::max_element(frames.processor.begin(), frames.processor.end());
    print("frame_longest_at", double(longest - frames.processor.begin()));
    printFrames("frame", frames.processor);
    printFrames("frame_wall", frames.wall);
    std::printf("\"frames\": %zu, \"rss\": %.1f}\n", frames.processor.size(), residentMegabytes());
    return 0;
}
} // namespace

int main(int argumentCount, char **arguments)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argumentCount, arguments);
    const std::string what = argumentCount == 3 ? arguments[1] : "";
    if (what != "start" && what != "list" && what != "scroll") {
        std::fprintf(stderr, "usage: list-bench start|list|scroll PROFILE\n");
        return 2;
    }
    Theme::apply(application, Theme::wanted());
    ListWindow window(QString::fromLocal8Bit(arguments[2]));
    if (what == "start")
        return start(window);
    if (!window.open())
        return trouble("the profile could not be opened");
    return what == "list" ? list(window) : scroll(window);
}
