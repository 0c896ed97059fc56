// SPDX-License-Identifier: GPL-3.0-or-later
//
// The baseline of durable ingest: raw-append FILE TARGET appends the messages of a mail file to one file,
// with fdatasync after each 64, and prints what it took as JSON.
#include "MailFile.h"

#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

namespace
{
constexpr int batchMessages = 64;

bool writeAll(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written <= 0)
            return false;
        bytes.remove_prefix(size_t(written));
    }
    return true;
}
} // namespace

int main(int argumentCount, char **arguments)
{
    if (argumentCount != 3) {
        std::fprintf(stderr, "usage: raw-append FILE TARGET\n");
        return 2;
    }
    MailFile mail = MailFile::forReading(arguments[1]);
    const int target = ::open(arguments[2], O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (!mail.isOpen() || target < 0) {
        std::perror(mail.isOpen() ? arguments[2] : arguments[1]);
        return 1;
    }
    const auto start = std::chrono::steady_clock::now();
    long messages = 0;
    double bytes = 0;
    bool isWell = true;
    std::string message, batch;
    for (bool more = true; more && isWell;) {
        more = mail.next(message);
        if (more) {
            batch += message;
            bytes += double(message.size());
            ++messages;
        }
        if (!batch.empty() && (!more || messages % batchMessages == 0)) {
            isWell = writeAll(target, batch) && ::fdatasync(target) == 0;
            batch.clear();
        }
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    if (!isWell || ::close(target) != 0) {
        std::perror(arguments[2]);
        return 1;
    }
    std::printf("{\"seconds\": %.4f, \"messages\": %ld, \"bytes\": %.0f}\n", seconds.count(), messages,
                bytes);
    return 0;
}
