// SPDX-License-Identifier: GPL-3.0-or-later
//
// Times searches: search-bench PROFILE QUERIES, with the queries of make-profile. Each is asked three times,
// after one for warmth: until the newest hundred are there (or all, where there are fewer), and until all
// are. Prints a line for each class: name, then the median and the 99th percentile of both in ms, and the
// hits of the median query; between tabs. A word that one message alone has must find exactly that one.
#include "MimeMessage.h"
#include "SearchQuery.h"
#include "SearchRun.h"

#include <QThread>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>

namespace
{
constexpr size_t screenful = 100;
constexpr int times = 3;

struct Timing {
    double newest = 0, all = 0; // ms
    qint64 hits = 0;
};

double middle(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double highest(std::vector<double> values, double part)
{
    std::sort(values.begin(), values.end());
    return values[size_t(double(values.size() - 1) * part + 0.5)];
}

// Returns ms. With `enough` the search is called off when so many are there.
Result<double> ask(SearchRun &run, const SearchQuery &query, size_t enough, qint64 &hits)
{
    Cancellation cancellation;
    SearchContext context;
    context.now = QDateTime::currentDateTime();
    size_t found = 0;
    const auto begun = std::chrono::steady_clock::now();
    const auto outcome = run.run(
        query, context,
        [&](const std::vector<MessageRow> &rows) {
            found += rows.size();
            if (enough != 0 && found >= enough)
                cancellation.cancel();
        },
        [](const SearchProgress &) {}, cancellation);
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begun;
    if (!outcome && outcome.error().code != ErrorCode::Cancelled)
        return tl::unexpected<Error>(outcome.error());
    if (outcome && outcome->read > 0)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("the index is not complete"));
    hits = qint64(found);
    return time.count();
}

Result<Timing> measure(SearchRun &run, const QString &text)
{
    const auto query = SearchQuery::parse(text);
    if (!query)
        return failure(ErrorCode::InvalidArgument, text);
    Timing timing;
    qint64 newestHits = 0;
    CHECK(ask(run, *query, screenful, newestHits));
    std::vector<double> newest, all;
    for (int i = 0; i < times; ++i) {
        TRY(const double first, ask(run, *query, screenful, newestHits));
        TRY(const double last, ask(run, *query, 0, timing.hits));
        newest.push_back(first);
        all.push_back(last);
    }
    timing.newest = middle(newest);
    timing.all = middle(all);
    return timing;
}

Result<void> report(const QString &profile, const std::string &queries)
{
    TRY(const auto run, SearchRun::open(profile));
    std::vector<std::string> order;
    std::map<std::string, std::vector<Timing>> classes;
    std::ifstream file(queries);
    for (std::string line; std::getline(file, line);) {
        const size_t first = line.find('\t'), second = line.find('\t', first + 1);
        if (first == std::string::npos || second == std::string::npos)
            return failure(ErrorCode::InvalidArgument, QString::fromStdString(queries));
        const std::string kind = line.substr(0, first);
        const QString text = QString::fromStdString(line.substr(first + 1, second - first - 1));
        TRY(const Timing timing, measure(*run, text));
        const bool isToken = text.startsWith(u"zq") && text.endsWith(u"kx");
        if (isToken && timing.hits != 1)
            return failure(ErrorCode::Damaged, QStringLiteral("%1: %2 hits").arg(text).arg(timing.hits));
        if (classes[kind].empty())
            order.push_back(kind);
        classes[kind].push_back(timing);
    }
    for (const std::string &kind : order) {
        std::vector<double> newest, all, hits;
        for (const Timing &timing : classes[kind]) {
            newest.push_back(timing.newest);
            all.push_back(timing.all);
            hits.push_back(double(timing.hits));
        }
        std::printf("%s\t%.3f\t%.3f\t%.3f\t%.3f\t%.0f\n", kind.c_str(), middle(newest), highest(newest, 0.99),
                    middle(all), highest(all, 0.99), middle(hits));
    }
    return {};
}
} // namespace

int main(int argumentCount, char **arguments)
{
    if (argumentCount != 3) {
        std::fprintf(stderr, "usage: search-bench PROFILE QUERIES\n");
        return 2;
    }
    Result<void> done;
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { done = report(QString::fromLocal8Bit(arguments[1]), arguments[2]); }));
    thread->setStackSize(parseStackBytes);
    thread->start();
    thread->wait();
    if (!done) {
        std::fprintf(stderr, "search-bench: %s\n", qPrintable(done.error().detail));
        return 1;
    }
    return 0;
}
