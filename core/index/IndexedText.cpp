// SPDX-License-Identifier: GPL-3.0-or-later
#include "IndexedText.h"

#include "SearchText.h"

IndexedText indexedText(MessageId message, const QByteArray &bytes, qsizetype most)
{
    return {readSearchText(bytes, most), message};
}
