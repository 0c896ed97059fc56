// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailWriter.h"

#include "MailEncodings.h"

#include <algorithm>
#include <array>

namespace
{
constexpr std::size_t denseSize = 12'000'000;
constexpr std::size_t tableSize = 2'000'000;
constexpr std::size_t longestCsv = 60'000;
constexpr std::size_t encodedLine = 78; // 76 letters, CR and LF

std::string denseLines(std::uint64_t seed)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    Randomness random(seed, 7);
    std::string lines(denseSize / encodedLine * encodedLine, '\n');
    for (std::size_t line = 0; line < lines.size(); line += encodedLine) {
        for (std::size_t at = line; at < line + 76;) {
            std::uint64_t bits = random.next();
            for (int i = 0; i < 10 && at < line + 76; ++i, bits >>= 6)
                lines[at++] = letters[bits & 63];
        }
        lines[line + 76] = '\r';
    }
    return lines;
}

std::string tableText(const TextPool &pool, std::uint64_t seed)
{
    Randomness random(seed, 8);
    std::string text;
    while (text.size() < tableSize)
        text += std::to_string(random.below(100'000)) + ';' + pool.words(random, 3) + ';' +
                std::to_string(random.below(10'000)) + ',' + std::to_string(random.below(100)) + "\r\n";
    return text;
}

std::string hex(Randomness &random, int digits)
{
    std::string text;
    for (int i = 0; i < digits; ++i)
        text += "0123456789abcdef"[random.below(16)];
    return text;
}

std::string boundaryOf(const PlannedMessage &message, char kind)
{
    return std::string("=_") + kind + "_" + std::to_string(message.number);
}

void addReceived(std::string &out, Randomness &random, std::int64_t date, int hops)
{
    for (int hop = hops; hop > 0; --hop)
        out += "Received: from mx" + std::to_string(random.below(30)) +
               ".example.org (mx.example.org [192.0.2." + std::to_string(1 + random.below(250)) +
               "])\r\n\tby in" + std::to_string(hop) + ".example.net (Postfix) with ESMTPS id " +
               hex(random, 10) + "\r\n\tfor <reader@example.net>; " + mailDate(date + hop, 0) + "\r\n";
}
} // namespace

MailWriter::MailWriter(const CorpusOptions &options) : m_plan(options), m_dense(denseLines(options.seed))
{
    for (const Language &language : Language::all())
        m_pools.emplace_back(language, options.seed);
    m_table = tableText(m_pools.front(), options.seed);
    m_sheet = base64Lines(std::string_view(m_table).substr(0, m_table.size() / 57 * 57));
}

std::string MailWriter::token(std::int64_t number)
{
    return "zq" + std::to_string(number) + "kx";
}

MailWriter::Sender MailWriter::sender(std::size_t person) const
{
    Randomness random(m_plan.options().seed + 1, person);
    // Two of three have names of the most common language, whoever they write to.
    const std::size_t language = random.chance(0.66) ? 0 : random.below(m_pools.size());
    Sender sender;
    sender.name = m_pools[language].person(random);
    sender.address = m_pools[0].word(300 + random.below(15'000)) + std::to_string(person) + "@" +
                     m_pools[0].word(300 + person % 400) + ".example.com";
    return sender;
}

std::string MailWriter::subject(const PlannedMessage &message) const
{
    Randomness random(m_plan.options().seed + 2, std::uint64_t(message.root));
    const TextPool &pool = m_pools[message.language];
    std::string subject = pool.words(random, 2 + random.below(6));
    if (message.isFromList)
        subject.insert(0, "[" + m_pools[0].word(200 + random.below(60)) + "] ");
    return message.parent == 0 ? subject : "Re: " + subject;
}

void MailWriter::write(const PlannedMessage &message, std::string &out) const
{
    out.clear();
    Randomness random(m_plan.options().seed + 3, std::uint64_t(message.number));
    writeHeader(message, random, out);
    writeBody(message, random, out);
}

void MailWriter::writeHeader(const PlannedMessage &message, Randomness &random, std::string &out) const
{
    const bool isBrief = m_plan.options().sizes == CorpusOptions::Sizes::Brief;
    const Sender from = sender(message.sender);
    if (!isBrief) {
        addReceived(out, random, message.received, message.size < 3'000 ? 1 : 3);
        out += "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1;\r\n\tbh=" +
               hex(random, 44) + ";\r\n\tb=" + hex(random, 64) + "\r\n\t " + hex(random, 64) + "\r\n";
        out += "Authentication-Results: in.example.net; dkim=pass header.d=example.org; spf=pass\r\n";
    }
    out += "Message-ID: <" + m_plan.messageId(message.number) + ">\r\n";
    if (message.parent != 0)
        out += "In-Reply-To: <" + m_plan.messageId(message.parent) + ">\r\n";
    if (!message.references.empty()) {
        out += "References:";
        for (const std::int64_t reference : message.references)
            out += " <" + m_plan.messageId(reference) + ">\r\n";
    }
    out += "Date: " + mailDate(message.date, int(random.below(13)) - 4) + "\r\n";
    out += "From: " + headerText(from.name) + " <" + from.address + ">\r\n";
    out +=
        message.isFromList ? "To: discussion@lists.example.org\r\n" : "To: Reader <reader@example.net>\r\n";
    if (random.chance(0.2))
        out += "Cc: <" + sender(random.rank(m_plan.people())).address + ">,\r\n <" +
               sender(random.rank(m_plan.people())).address + ">\r\n";
    out += "Subject: " + headerText(subject(message)) + "\r\n";
    if (message.isFromList)
        out += "List-Id: <discussion.lists.example.org>\r\n";
    out += "MIME-Version: 1.0\r\n";
}

void MailWriter::writeBody(const PlannedMessage &message, Randomness &random, std::string &out) const
{
    std::size_t left = message.size > out.size() ? message.size - out.size() : 200;
    if (!message.hasAttachment) {
        if (left > 3'000 || (left > 800 && random.chance(0.3)))
            return writeAlternative(message, random, left, out);
        return writeText(message, random, left, out);
    }
    const std::string boundary = boundaryOf(message, 'm');
    out += "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary + "\r\n";
    const std::size_t before = out.size();
    const std::size_t own = std::min<std::size_t>(left / 2, 500 + random.below(3'000));
    if (random.chance(0.5))
        writeAlternative(message, random, own * 2, out);
    else
        writeText(message, random, own, out);
    left -= std::min(left, out.size() - before);
    const std::size_t parts = 1 + random.rank(3);
    for (std::size_t part = 0; part < parts; ++part) {
        out += "\r\n--" + boundary + "\r\n";
        writeAttachment(message, random, std::max<std::size_t>(left / parts, 400), out);
    }
    out += "--" + boundary + "--\r\n";
}

std::string MailWriter::text(const PlannedMessage &message, Randomness &random, std::size_t octets) const
{
    std::string text;
    m_pools[message.language].appendText(text, random, octets);
    if (hasToken(message.number))
        text += "Ticket " + token(message.number) + "\r\n";
    return text;
}

void MailWriter::writeText(const PlannedMessage &message, Randomness &random, std::size_t octets,
                           std::string &out) const
{
    std::string body = text(message, random, octets);
    const bool asLatin1 = m_pools[message.language].language().isLatin1 && random.chance(0.2);
    if (asLatin1)
        body = latin1(body);
    out += std::string("Content-Type: text/plain; charset=") + (asLatin1 ? "iso-8859-1" : "utf-8") + "\r\n";
    const double encoding = random.unit();
    if (encoding < 0.7)
        out += "Content-Transfer-Encoding: 8bit\r\n\r\n" + body;
    else if (encoding < 0.92)
        out += "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + quotedPrintable(body);
    else
        out += "Content-Transfer-Encoding: base64\r\n\r\n" + base64Lines(body);
}

void MailWriter::writeAlternative(const PlannedMessage &message, Randomness &random, std::size_t octets,
                                  std::string &out) const
{
    const std::string boundary = boundaryOf(message, 'a');
    // A third of it is text, in both forms; the rest is what HTML of mail programs has around it.
    const std::string body = text(message, random, std::min<std::size_t>(octets / 4, 20'000));
    out +=
        "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary +
        "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body +
        "\r\n--" + boundary +
        "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "<!DOCTYPE html>\r\n<html><head><meta charset=\"utf-8\">\r\n<style>td { font-family: Arial, "
        "sans-serif; }</style></head>\r\n<body><table width=\"600\" cellpadding=\"0\" cellspacing=\"0\">\r\n";
    const std::size_t end = out.size() + (octets > body.size() * 2 ? octets - body.size() * 2 : 0);
    std::size_t styles = 0;
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t lineEnd = body.find("\r\n", at) + 2;
        out += "<tr><td style=\"padding:4px;color:#333\"><p style=\"margin:0\">";
        out.append(body, at, lineEnd - 2 - at);
        out += "</p></td></tr>\r\n";
        at = lineEnd;
    }
    while (out.size() < end)
        out += "<tr><td height=\"" + std::to_string(4 + styles++ % 20) +
               "\" style=\"line-height:" + std::to_string(random.below(40)) +
               "px;mso-line-height-rule:exactly;font-size:0\" class=\"s" + hex(random, 6) +
               "\"></td></tr>\r\n";
    out += "</table></body></html>\r\n--" + boundary + "--\r\n";
}

void MailWriter::writeAttachment(const PlannedMessage &message, Randomness &random, std::size_t octets,
                                 std::string &out) const
{
    enum class Content { Dense, Table, Text };
    struct Kind {
        const char *type, *suffix;
        Content content;
    };
    static const std::array<Kind, 5> kinds = {{{"application/pdf", "pdf", Content::Dense},
                                               {"image/jpeg", "jpg", Content::Dense},
                                               {"application/zip", "zip", Content::Dense},
                                               {"application/vnd.ms-excel", "xls", Content::Table},
                                               {"text/csv", "csv", Content::Text}}};
    const Kind &is = kinds[random.below(kinds.size())];
    const std::string name =
        m_pools[0].word(100 + random.below(5'000)) + "-" + std::to_string(message.number) + "." + is.suffix;
    out += std::string("Content-Type: ") + is.type + "; name=\"" + name +
           "\"\r\nContent-Disposition: attachment; filename=\"" + name +
           "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    if (is.content == Content::Text) {
        const std::size_t length = std::min(octets, longestCsv) * 3 / 4;
        out += base64Lines(std::string_view(m_table).substr(random.below(m_table.size() - length), length));
        return;
    }
    const std::string &source = is.content == Content::Dense ? m_dense : m_sheet;
    for (std::size_t lines = octets / encodedLine + 1; lines > 0;) {
        const std::size_t first = random.below(source.size() / encodedLine);
        const std::size_t run = std::min(lines, source.size() / encodedLine - first);
        out.append(source, first * encodedLine, run * encodedLine);
        lines -= run;
    }
}
