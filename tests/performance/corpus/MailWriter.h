// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailWriter makes the bytes of the messages that a MailPlan plans: header fields as mail has them, text in
// the conversation's language, HTML alternatives, attachments, in the transfer encodings that are in use. The
// same number gives the same bytes. Lines end in CR LF. Constant once made; threads may share it.
#pragma once

#include "MailPlan.h"
#include "TextPool.h"

#include <string>

class MailWriter
{
public:
    explicit MailWriter(const CorpusOptions &options);

    const MailPlan &plan() const { return m_plan; }
    const TextPool &pool(std::size_t language) const { return m_pools[language]; }
    // Replaces `out`, keeping its memory.
    void write(const PlannedMessage &message, std::string &out) const;
    // Every tenth message has a word of its own in its text, which no other has.
    static bool hasToken(std::int64_t number) { return number % 10 == 3; }
    static std::string token(std::int64_t number);

private:
    struct Sender {
        std::string name, address;
    };

    Sender sender(std::size_t person) const;
    void writeHeader(const PlannedMessage &message, Randomness &random, std::string &out) const;
    void writeBody(const PlannedMessage &message, Randomness &random, std::string &out) const;
    void writeText(const PlannedMessage &message, Randomness &random, std::size_t octets,
                   std::string &out) const;
    void writeAlternative(const PlannedMessage &message, Randomness &random, std::size_t octets,
                          std::string &out) const;
    void writeAttachment(const PlannedMessage &message, Randomness &random, std::size_t octets,
                         std::string &out) const;
    std::string subject(const PlannedMessage &message) const;
    std::string text(const PlannedMessage &message, Randomness &random, std::size_t octets) const;

    const MailPlan m_plan;
    std::vector<TextPool> m_pools;
    std::string m_dense; // lines of base64 that hardly compress
    std::string m_table; // text of a table, as an attachment has it
    std::string m_sheet; // the same as lines of base64, which compress
};
