// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fills a Maildir for the download benchmark: make-mailbox real|small COUNT DIRECTORY. `real` has the sizes
// of a real mailbox (log-normal: median 6 KB, mean 25 KB, 1 % above 300 KB, one of 6 MB) with text, HTML
// alternatives and base64 attachments; `small` has 2 KB each. The same arguments give the same bytes. File
// names carry the sizes, so that the server needs to read nothing for LIST.
#include "ServerMaildir.h"

#include <QFile>
#include <QString>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fcntl.h>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

namespace
{
const char *const syllables[] = {"an", "be", "co", "der", "en",  "for", "ge", "ha",  "in", "jo",  "ka", "le",
                                 "mi", "no", "or", "per", "qui", "re",  "st", "ter", "un", "ver", "wa", "za"};

class Writer
{
public:
    explicit Writer(unsigned seed) : m_random(seed)
    {
        for (int i = 0; i < 4'000; ++i) {
            std::string word;
            for (unsigned n = 1 + below(4); n > 0; --n)
                word += syllables[below(std::size(syllables))];
            m_words.push_back(word);
        }
    }

    unsigned below(unsigned limit) { return unsigned(m_random() % limit); }

    int lognormalSize()
    {
        std::lognormal_distribution<double> sizes(std::log(6'140.0), 1.68);
        return int(std::clamp(sizes(m_random), 900.0, 6'000'000.0));
    }

    // Few people write most of the mail: a mailbox has about twenty messages for each sender.
    std::string sender(int messagesInAll)
    {
        const double u = double(m_random()) / double(std::mt19937::max());
        const int person = int(u * u * double(messagesInAll) / 20);
        const std::string name = m_words[size_t(person) % m_words.size()];
        return name + " " + std::to_string(person) + " <" + name + std::to_string(person) + "@example.org>";
    }

    // Common words come more often, so that it compresses as text does.
    const std::string &word()
    {
        const double u = double(m_random()) / double(std::mt19937::max());
        return m_words[size_t(u * u * u * double(m_words.size() - 1))];
    }

    std::string hex(int digits)
    {
        std::string text;
        for (int i = 0; i < digits; ++i)
            text += "0123456789abcdef"[below(16)];
        return text;
    }

    void base64(std::string &out, size_t octets)
    {
        static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        while (octets > 0) {
            for (int i = 0; i < 76; i += 4) {
                const unsigned bits = unsigned(m_random());
                for (int shift = 0; shift < 24; shift += 6)
                    out += letters[(bits >> shift) & 63];
            }
            out += '\n';
            octets -= std::min<size_t>(octets, 77);
        }
    }

    void text(std::string &out, size_t octets, const char *lineStart, const char *lineEnd)
    {
        const size_t end = out.size() + octets;
        while (out.size() < end) {
            const size_t line = out.size();
            out += lineStart;
            while (out.size() - line < 66) {
                out += word();
                out += ' ';
            }
            out += lineEnd;
            out += below(12) == 0 ? "\n\n" : "\n";
            if (below(200) == 0)
                out += ".\n.hidden beginning\nFrom here on\nGr\xc3\xbc\xc3\x9f"
                       "e\n";
        }
    }

private:
    std::mt19937 m_random;
    std::vector<std::string> m_words;
};

std::string headers(Writer &w, int number, int inAll, bool brief)
{
    const std::string id = std::to_string(number);
    const std::string day = std::to_string(1 + number % 28);
    const std::string date = day + " Oct 2026 " + std::to_string(10 + number % 12) + ":11:12 +0000";
    std::string h;
    for (int hop = 0; hop < (brief ? 1 : 3); ++hop)
        h += "Received: from mx" + std::to_string(hop) + ".example.org (mx.example.org [192.0.2." +
             std::to_string(1 + w.below(250)) + "])\n\tby in" + std::to_string(hop) +
             ".example.net (Postfix) with ESMTPS id " + w.hex(10) + "\n\tfor <reader@example.net>; Mon, " +
             date + "\n";
    if (!brief) {
        h += "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1;\n\tbh=";
        w.base64(h, 40);
        h += "\tb=";
        w.base64(h, 70);
        h += "Authentication-Results: in.example.net; dkim=pass header.d=example.org; spf=pass\n";
    }
    h += "Message-ID: <" + id + "." + w.hex(12) + "@example.org>\n";
    if (number % 3 == 1)
        h += "In-Reply-To: <" + std::to_string(number - 1) + ".thread@example.org>\nReferences: <" +
             std::to_string(number - 1) + ".thread@example.org>\n";
    h += "Date: Mon, " + date + "\nFrom: " + w.sender(inAll) + "\n";
    h += "To: Reader <reader@example.net>\nSubject: " + std::string(number % 4 == 0 ? "Re: " : "") +
         w.word() + " " + w.word() + " " + w.word() +
         (number % 9 == 0 ? " =?utf-8?q?Gr=C3=BC=C3=9Fe?=" : "") + "\n";
    h += "X-Poplar-Number: " + id + "\nMIME-Version: 1.0\n";
    return h;
}

std::string message(Writer &w, int number, int inAll, size_t size)
{
    std::string m = headers(w, number, inAll, size < 3'000);
    const auto left = [&m, size] { return size > m.size() ? size - m.size() : 0; };
    if (size < 3'000 || number % 2 == 0) {
        if (size > 40'000) {
            m += "Content-Type: multipart/mixed; boundary=\"b1\"\n\n--b1\n"
                 "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n";
            w.text(m, 2'000, "", "");
            m += "--b1\nContent-Type: application/pdf; name=\"report " + std::to_string(number) +
                 ".pdf\"\nContent-Disposition: attachment; filename=\"report " + std::to_string(number) +
                 ".pdf\"\nContent-Transfer-Encoding: base64\n\n";
            w.base64(m, left());
            m += "--b1--\n";
        } else {
            m += "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n";
            w.text(m, left(), "", "");
        }
        return m;
    }
    m += "Content-Type: multipart/alternative; boundary=\"b2\"\n\n--b2\n"
         "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n";
    w.text(m, left() / 4, "", "");
    m += "--b2\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
         "<html><head><style>td{font-family:Arial}</style></head><body><table width=\"600\">\n";
    w.text(m, left(), "<tr><td style=\"padding:4px;color:#333\">", "</td></tr>");
    m += "</table></body></html>\n--b2--\n";
    return m;
}

bool write(const std::string &directory, int number, const std::string &text)
{
    const auto lines = std::count(text.begin(), text.end(), '\n');
    const std::string path = directory + "/new/1700000000.M" + std::to_string(1'000'000 + number) +
                             "P1.test,S=" + std::to_string(text.size()) +
                             ",W=" + std::to_string(text.size() + size_t(lines));
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    const bool whole = ::write(file, text.data(), text.size()) == ssize_t(text.size());
    const uint owner = ServerMaildir::owner();
    const bool owned = ::fchown(file, owner, ::geteuid() == 0 ? owner : ::getegid()) == 0;
    return ::close(file) == 0 && whole && owned;
}
} // namespace

int main(int argumentCount, char **arguments)
{
    if (argumentCount != 4) {
        std::fprintf(stderr, "usage: make-mailbox real|small COUNT DIRECTORY\n");
        return 2;
    }
    const bool real = std::string(arguments[1]) == "real";
    const int count = std::atoi(arguments[2]);
    if (!ServerMaildir::open(QFile::decodeName(arguments[3]))) {
        std::perror(arguments[3]);
        return 1;
    }
    Writer writer(42);
    std::vector<size_t> sizes;
    size_t total = 0;
    for (int number = 1; number <= count; ++number) {
        const size_t wanted = !real ? 2'048 : number == count ? 6'000'000 : size_t(writer.lognormalSize());
        const std::string text = message(writer, number, count, wanted);
        if (!write(arguments[3], number, text)) {
            std::perror(arguments[3]);
            return 1;
        }
        sizes.push_back(text.size());
        total += text.size();
    }
    std::sort(sizes.begin(), sizes.end());
    std::printf("%d messages, %.0f MB, median %zu B, mean %zu B, 99 %% below %zu B, largest %zu B\n", count,
                double(total) / 1e6, sizes[sizes.size() / 2], total / sizes.size(),
                sizes[sizes.size() * 99 / 100], sizes.back());
    return 0;
}
