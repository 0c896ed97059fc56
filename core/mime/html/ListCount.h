// SPDX-License-Identifier: GPL-3.0-or-later
//
// ListCount numbers the items of an <ol> as HTML does: from `start`, backwards if `reversed`, anew at an
// item's `value`. A value.
#pragma once

#include "HtmlTree.h"

#include <QString>

class ListCount
{
public:
    ListCount(const HtmlTree &tree, int list);

    // The number of the next item, "7" or "c".
    QString next(const HtmlNode &item);
    // Whether these are other numbers than 1, 2, 3.
    bool isOwn() const { return m_isOwn; }

private:
    QString m_type;
    int m_number = 1, m_step = 1;
    bool m_isOwn = false;
};
