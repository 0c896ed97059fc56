// SPDX-License-Identifier: GPL-3.0-or-later
//
// LinkTarget words where a link leads, for somebody who decides by it: the host as it cannot be mistaken,
// without what a sender may put before it to look like one, and without marks that turn the text round. Pure.
#pragma once

#include <QString>
#include <QUrl>

// On one line; empty for an empty link.
QString linkTarget(const QUrl &link);
