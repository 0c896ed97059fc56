// SPDX-License-Identifier: GPL-3.0-or-later
//
// FlowedText puts the paragraphs of format=flowed text together again (RFC 3676). Pure, linear.
#pragma once

#include <QString>

// `text` has LF line ends. Quoted lines come out with one ">" per level and a space. `deleteSpace` is
// DelSp=yes.
QString unflowed(const QString &text, bool deleteSpace);
