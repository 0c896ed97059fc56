// SPDX-License-Identifier: GPL-3.0-or-later
#include "UuFiles.h"

#include "Octets.h"

#include <algorithm>

namespace
{

// "begin 644 name": the name; null for any other line.
QByteArrayView nameOfUuFile(QByteArrayView line)
{
    constexpr QByteArrayView word("begin ");
    if (!line.startsWith(word))
        return {};
    qsizetype at = word.size();
    const qsizetype modeStart = at;
    while (at < line.size() && line[at] >= '0' && line[at] <= '7')
        ++at;
    const qsizetype digits = at - modeStart;
    if (digits < 3 || digits > 4 || at + 1 >= line.size() || line[at] != ' ')
        return {};
    return line.sliced(at + 1);
}

// A full line of data: as many letters as its first one says, but for blanks at its end that were lost and
// for one or two letters that some programs add.
bool isUuData(QByteArrayView line)
{
    if (line.isEmpty() || line[0] <= ' ' || line[0] > '`')
        return false;
    const int octets = (line[0] - ' ') & 63;
    const qsizetype letters = 1 + (octets + 2) / 3 * 4;
    if (octets == 0 || line.size() > letters + 2)
        return octets == 0 && line.size() <= 2;
    return std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '`'; }) &&
           (line.size() * 2 > letters || octets < 6);
}

struct UuLines {
    qsizetype end = 0; // behind the last line of the file
    int data = 0;
    bool isComplete = false;
};

UuLines readUuLines(QByteArrayView text, qsizetype at)
{
    UuLines lines{at, 0, false};
    while (at < text.size()) {
        const auto line = lineAt(text, at);
        const qsizetype next = std::min(lineEnd(text, at) + 1, text.size());
        if (line == QByteArrayView("end")) {
            lines.end = next;
            lines.isComplete = true;
            return lines;
        }
        if (line.isEmpty() || line == QByteArrayView(" ")) {
            at = next; // the last line of data, empty, has lost its blank
            continue;
        }
        if (!isUuData(line))
            return lines;
        ++lines.data;
        at = lines.end = next;
    }
    return lines;
}

} // namespace

std::vector<UuFile> findUuFiles(QByteArrayView text)
{
    constexpr size_t enough = 100;
    constexpr QByteArrayView lineAndWord("\nbegin ");
    std::vector<UuFile> files;
    qsizetype start = text.startsWith(lineAndWord.sliced(1)) ? 0 : text.indexOf(lineAndWord) + 1;
    if (start == 0 && !text.startsWith(lineAndWord.sliced(1)))
        return files;
    while (files.size() < enough) {
        qsizetype searched = start;
        if (const auto name = nameOfUuFile(lineAt(text, start)); !name.isNull()) {
            const UuLines lines = readUuLines(text, std::min(lineEnd(text, start) + 1, text.size()));
            if (lines.data > 0) {
                files.push_back({text.sliced(start, lines.end - start), name.toByteArray().trimmed()});
                searched = lines.end - 1; // its line break may be that before the next file
            }
        }
        const qsizetype found = text.indexOf(lineAndWord, searched);
        if (found < 0)
            break;
        start = found + 1;
    }
    return files;
}

QByteArray withoutUuFiles(QByteArrayView text, const std::vector<UuFile> &files)
{
    QByteArray rest;
    qsizetype from = 0;
    for (const UuFile &file : files) {
        const qsizetype start = file.block.data() - text.data();
        rest += text.sliced(from, start - from);
        from = start + file.block.size();
    }
    return rest + text.sliced(from).toByteArray();
}
