// SPDX-License-Identifier: GPL-3.0-or-later
//
// Makes a corpus: make-profile real|light|brief COUNT [--seed N] [--profile DIR] [--maildir DIR] [--file
// FILE]
// [--queries FILE]. The same arguments give the same messages: in a profile, made by the product's own store;
// as files of Maildirs (20,000 in each, below DIR); in one file for store-mail and raw-append; and with the
// words to search for, by class (see CorpusQueries.h). Prints what it made.
#include "CorpusQueries.h"
#include "MailFile.h"
#include "MailWriter.h"
#include "ProfileMaker.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace
{
constexpr std::int64_t filesOfMaildir = 20'000;

struct Targets {
    std::string profile, maildir, file, queries;
};

int usage()
{
    std::fprintf(stderr, "usage: make-profile real|light|brief COUNT [--seed N] [--profile DIR] "
                         "[--maildir DIR] [--file FILE] [--queries FILE]\n");
    return 2;
}

int trouble(const std::string &what)
{
    std::perror(what.c_str());
    return 1;
}

bool readArguments(int count, char **arguments, CorpusOptions &options, Targets &targets)
{
    if (count < 3 || count % 2 == 0)
        return false;
    const std::string sizes = arguments[1];
    if (sizes == "light")
        options.sizes = CorpusOptions::Sizes::Light;
    else if (sizes == "brief")
        options.sizes = CorpusOptions::Sizes::Brief;
    else if (sizes != "real")
        return false;
    options.count = std::atoll(arguments[2]);
    for (int i = 3; i < count; i += 2) {
        const std::string name = arguments[i], value = arguments[i + 1];
        if (name == "--seed")
            options.seed = std::strtoull(value.c_str(), nullptr, 10);
        else if (name == "--profile")
            targets.profile = value;
        else if (name == "--maildir")
            targets.maildir = value;
        else if (name == "--file")
            targets.file = value;
        else if (name == "--queries")
            targets.queries = value;
        else
            return false;
    }
    return options.count >= 0;
}

bool writeFile(const std::string &path, std::string_view text)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0)
        return false;
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written <= 0)
            break;
        text.remove_prefix(std::size_t(written));
    }
    return ::close(file) == 0 && text.empty();
}

bool writeToMaildir(const std::string &directory, const PlannedMessage &message, std::string_view bytes)
{
    const std::string maildir = directory + "/" + std::to_string((message.number - 1) / filesOfMaildir);
    if ((message.number - 1) % filesOfMaildir == 0)
        for (const char *folder : {"", "/cur", "/new", "/tmp"})
            if (::mkdir((maildir + folder).c_str(), 0755) != 0)
                return false;
    return writeFile(maildir + "/cur/" + std::to_string(message.received) + ".M" +
                         std::to_string(message.number) + "P1.corpus:2," + (message.isStarred ? "F" : "") +
                         (message.isRead ? "S" : ""),
                     bytes);
}

class SizeTable
{
public:
    void add(std::size_t size) { m_sizes.push_back(size); }

    void print()
    {
        if (m_sizes.empty())
            return;
        std::sort(m_sizes.begin(), m_sizes.end());
        double all = 0;
        for (const std::size_t size : m_sizes)
            all += double(size);
        std::printf("%zu messages, %.0f MB, median %zu B, mean %.0f B, 99 %% below %zu B, largest %zu B\n",
                    m_sizes.size(), all / 1e6, m_sizes[m_sizes.size() / 2], all / double(m_sizes.size()),
                    m_sizes[m_sizes.size() * 99 / 100], m_sizes.back());
    }

private:
    std::vector<std::size_t> m_sizes;
};
} // namespace

int main(int argumentCount, char **arguments)
{
    CorpusOptions options;
    Targets targets;
    if (!readArguments(argumentCount, arguments, options, targets))
        return usage();
    const MailWriter writer(options);
    if (!targets.queries.empty() && !writeQueries(writer, targets.queries))
        return trouble(targets.queries);
    std::optional<MailFile> file;
    if (!targets.file.empty() && !file.emplace(MailFile::forWriting(targets.file)).isOpen())
        return trouble(targets.file);
    if (!targets.maildir.empty() && ::mkdir(targets.maildir.c_str(), 0755) != 0)
        return trouble(targets.maildir);
    std::unique_ptr<ProfileMaker> profile;
    Result<void> done;
    if (!targets.profile.empty()) {
        auto opened = ProfileMaker::open(QString::fromStdString(targets.profile), options);
        if (opened)
            profile = std::move(*opened);
        else
            done = tl::unexpected<Error>(std::move(opened.error()));
    }
    SizeTable sizes;
    std::string bytes;
    for (std::int64_t number = 1; number <= options.count && done; ++number) {
        const PlannedMessage message = writer.plan().message(number);
        writer.write(message, bytes);
        sizes.add(bytes.size());
        if (file && !file->append(bytes))
            return trouble(targets.file);
        if (!targets.maildir.empty() && !writeToMaildir(targets.maildir, message, bytes))
            return trouble(targets.maildir);
        if (profile)
            done = profile->add(message, bytes);
    }
    if (file && !file->close())
        return trouble(targets.file);
    if (done && profile)
        done = profile->finish();
    if (!done) {
        std::fprintf(stderr, "make-profile: %s\n", qPrintable(done.error().detail));
        return 1;
    }
    sizes.print();
    return 0;
}
