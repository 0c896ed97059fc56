// SPDX-License-Identifier: GPL-3.0-or-later
//
// BodyText puts the chosen parts of a message together: the text view, and the HTML view where there is HTML.
// Consecutive texts (a list's footer) follow each other with a rule between them. Any thread.
#pragma once

#include "BodyChoice.h"
#include "PartTree.h"

#include <QString>
#include <QStringList>

struct BodyText {
    QString text;             // empty where the message says nothing in words
    QString html;             // null where there is none
    QByteArray charset;       // that the text was read by: of the first that is more than ASCII
    qsizetype unreadable = 0; // places that no charset could explain
    QStringList notes;        // what stands in the text as it came, what is not in it
    bool isCut = false;       // not all that the sender wrote is in it
};

BodyText readBodyText(const PartTree &tree, const BodyChoice &choice);

// The first words of the message, for the list.
QString readPreview(const PartTree &tree, const BodyChoice &choice);
