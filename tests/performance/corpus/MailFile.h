// SPDX-License-Identifier: GPL-3.0-or-later
//
// A mail file is messages one after the other, each behind its length (8 octets, little-endian): what the
// tools that are compared read, so that all of them have the same bytes from the same cache.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

class MailFile
{
public:
    static MailFile forWriting(const std::string &path) { return MailFile(std::fopen(path.c_str(), "wbe")); }
    static MailFile forReading(const std::string &path) { return MailFile(std::fopen(path.c_str(), "rbe")); }

    bool isOpen() const { return m_file != nullptr; }

    bool append(std::string_view message)
    {
        const std::uint64_t length = message.size();
        return std::fwrite(&length, sizeof length, 1, m_file.get()) == 1 &&
               std::fwrite(message.data(), 1, message.size(), m_file.get()) == message.size();
    }

    // false at the end.
    bool next(std::string &message)
    {
        std::uint64_t length = 0;
        if (std::fread(&length, sizeof length, 1, m_file.get()) != 1)
            return false;
        message.resize(length);
        return std::fread(message.data(), 1, message.size(), m_file.get()) == message.size();
    }

    // What was appended is with the system; false: not all of it.
    bool close() { return std::fclose(m_file.release()) == 0; }

private:
    struct Close {
        void operator()(std::FILE *file) const { std::fclose(file); }
    };
    explicit MailFile(std::FILE *file) : m_file(file) {}

    std::unique_ptr<std::FILE, Close> m_file;
};
