// SPDX-License-Identifier: GPL-3.0-or-later
#include "CharsetLabels.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace
{

struct Label {
    const char *label;
    const char *charset;
};

// Sorted by label, for the binary search.
constexpr std::array labels{
    Label{"ansi_x3.110-1983", "windows-1252"},
    Label{"ansi_x3.4-1968", "windows-1252"},
    Label{"ascii", "windows-1252"},
    Label{"big5", "big5-hkscs"},
    Label{"chinesebig5", "big5-hkscs"},
    Label{"cn-big5", "big5-hkscs"},
    Label{"cn-gb", "gb18030"},
    Label{"cp1252", "windows-1252"},
    Label{"cp936", "gb18030"},
    Label{"csiso2022jp", "iso-2022-jp-3"},
    Label{"csshiftjis", "cp932"},
    Label{"euc-kr", "cp949"},
    Label{"gb-2312", "gb18030"},
    Label{"gb2312", "gb18030"},
    Label{"gb2312_charset", "gb18030"},
    Label{"gb_2312-80", "gb18030"},
    Label{"gbk", "gb18030"},
    Label{"iso-2022-jp", "iso-2022-jp-3"},
    Label{"iso-2022-jp-1", "iso-2022-jp-3"},
    Label{"iso-2022-jp-2004", "iso-2022-jp-3"},
    Label{"iso-8859-1", "windows-1252"},
    Label{"iso-8859-11", "windows-874"},
    Label{"iso-8859-8-e", "windows-1255"},
    Label{"iso-8859-8-i", "windows-1255"},
    Label{"iso-8859-9", "windows-1254"},
    Label{"iso8859-1", "windows-1252"},
    Label{"iso8859-15", "iso-8859-15"},
    Label{"iso8859-2", "iso-8859-2"},
    Label{"iso_8859-1", "windows-1252"},
    Label{"koi8", "koi8-r"},
    Label{"koi8_r", "koi8-r"},
    Label{"koi8_u", "koi8-u"},
    Label{"koi8r", "koi8-r"},
    Label{"koi8u", "koi8-u"},
    Label{"ks_c_5601", "cp949"},
    Label{"ks_c_5601-1987", "cp949"},
    Label{"ksc5601", "cp949"},
    Label{"latin-1", "windows-1252"},
    Label{"latin1", "windows-1252"},
    Label{"ms_kanji", "cp932"},
    Label{"shift-jis", "cp932"},
    Label{"shift_jis", "cp932"},
    Label{"shift_jisx0213", "cp932"},
    Label{"sjis", "cp932"},
    Label{"tis-620", "windows-874"},
    Label{"unicode", "utf-16"},
    Label{"unicode-1-1-utf-7", "utf-7"},
    Label{"unicode-1-1-utf-8", "utf-8"},
    Label{"us-ascii", "windows-1252"},
    Label{"utf7", "utf-7"},
    Label{"utf8", "utf-8"},
    Label{"win-1251", "windows-1251"},
    Label{"windows-31j", "cp932"},
    Label{"windows-936", "gb18030"},
    Label{"windows-949", "cp949"},
    Label{"x-euc-jp", "euc-jp"},
    Label{"x-gbk", "gb18030"},
    Label{"x-mac-ce", "mac-centraleurope"},
    Label{"x-mac-cyrillic", "maccyrillic"},
    Label{"x-mac-roman", "macintosh"},
    Label{"x-ms-cp932", "cp932"},
    Label{"x-sjis", "cp932"},
    Label{"x-windows-949", "cp949"},
    Label{"x-x-big5", "big5-hkscs"},
};

static_assert(std::is_sorted(labels.begin(), labels.end(), [](const Label &a, const Label &b) {
    return std::string_view(a.label) < std::string_view(b.label);
}));

} // namespace

QByteArray charsetSuperset(QByteArrayView label)
{
    const auto before = [](const Label &entry, QByteArrayView wanted) {
        return QByteArrayView(entry.label).compare(wanted) < 0;
    };
    const auto found = std::lower_bound(labels.begin(), labels.end(), label, before);
    if (found != labels.end() && QByteArrayView(found->label) == label)
        return QByteArray(found->charset);
    if (label.startsWith("cp125") && label.size() == 6)
        return "windows-" + label.sliced(2).toByteArray();
    return label.toByteArray();
}

bool isSingleByteCharset(QByteArrayView charset)
{
    static constexpr std::array families{"windows-", "iso-8859-", "iso8859", "koi8-", "mac",
                                         "ibm",      "cp8",       "cp4",     "viscii"};
    return std::any_of(families.begin(), families.end(),
                       [charset](const char *family) { return charset.startsWith(family); });
}

bool reusesAscii(QByteArrayView charset)
{
    static constexpr std::array families{"iso-2022-", "utf-7",  "utf-16", "utf-32",  "ucs-",
                                         "hz",        "ebcdic", "ibm037", "ibm-1047"};
    return std::any_of(families.begin(), families.end(),
                       [charset](const char *family) { return charset.startsWith(family); });
}
