// SPDX-License-Identifier: GPL-3.0-or-later
//
// EnrichedText reads text/enriched (RFC 1896) and its elder, text/richtext (RFC 1341 §7.1.3). Both are text
// with commands in angle brackets; what is no known command is passed over. Pure, linear, any thread.
#pragma once

#include <QByteArrayView>
#include <QString>

enum class EnrichedKind { None, Enriched, Richtext };

// By the media type of a part, lower case.
EnrichedKind enrichedKindOf(QByteArrayView type);

// `text` has LF line ends. Excerpts come out with "> ".
QString enrichedToText(const QString &text, EnrichedKind kind);

// The same with its formatting: for the sanitiser, as is any HTML of a message.
QString enrichedToHtml(const QString &text, EnrichedKind kind);
