// SPDX-License-Identifier: GPL-3.0-or-later
//
// WebStyle writes a sender's CSS anew for a browser: rules whose selectors are plain, under at most one level
// of @media, with the properties and values that CssDeclarations lets through. What is not understood is left
// out. Pure; bounded.
#pragma once

#include <QString>
#include <QStringView>

// A whole style sheet. Holds no '<', no url() and no @import.
QString webStyle(const QString &css);
// A list of declarations, as in a style attribute.
QString webDeclarations(QStringView css);
