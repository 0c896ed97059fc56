// SPDX-License-Identifier: GPL-3.0-or-later
//
// CssDeclarations reads a list of CSS declarations (a style attribute, the body of a rule) and keeps the
// properties of an allow-list whose values are harmless: no url(), no escapes, no functions but colours.
// Shorthands come apart. Pure; bounded.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QStringView>

#include <vector>

struct CssDeclaration {
    QByteArray property; // lower case, longhand
    QString value;       // lower case but for font names, without "!important"
    bool important = false;

    bool operator==(const CssDeclaration &) const = default;
};
using CssDeclarations = std::vector<CssDeclaration>;

CssDeclarations parseDeclarations(QStringView css);

// Splits at white space, but not inside of brackets and quotes.
QStringList cssWords(const QString &value);
