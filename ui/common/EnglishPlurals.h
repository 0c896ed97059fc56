// SPDX-License-Identifier: GPL-3.0-or-later
//
// EnglishPlurals makes "1 message" and "3 messages" of the source text "%n message(s)". A translation into
// another language that is installed later comes before it. GUI thread.
#pragma once

#include <QTranslator>

class QCoreApplication;

class EnglishPlurals : public QTranslator
{
    Q_OBJECT
public:
    // Installs one for this application, unless there is one already.
    static void installFor(QCoreApplication &application);

    QString translate(const char *context, const char *sourceText, const char *disambiguation = nullptr,
                      int n = -1) const override;
    bool isEmpty() const override { return false; }

private:
    using QTranslator::QTranslator;
};
