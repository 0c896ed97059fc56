// SPDX-License-Identifier: GPL-3.0-or-later
//
// What poplar-cli writes: results to standard output as bytes, sentences and progress to standard error.
// Main thread.
#pragma once

#include <QByteArray>
#include <QString>

namespace terminal
{
// Takes out what a mail could steer a terminal with: control characters but line feed and tab, and the marks
// that turn the direction of writing. For everything that a stranger wrote and a person reads.
QString harmless(const QString &text);
// The same in one line, cut or padded to `columns`.
QString cell(const QString &text, int columns);

void print(const QByteArray &bytes);
void printLine(const QString &line);
void complain(const QString &sentence);
void complainLine(const QString &line); // more about it, as it stands
// Whether everything printed reached its file or pipe so far.
bool outputIsWritten();
// It did not because nobody wants to read more (`poplar-cli list | head`), which is no failure.
bool isReaderGone();

bool isProgressWanted(bool quiet);
// Replaces the line that was shown before; an empty one takes it away. Only where progress is wanted.
void showProgress(const QString &line);
} // namespace terminal
