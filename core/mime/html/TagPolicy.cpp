// SPDX-License-Identifier: GPL-3.0-or-later
#include "TagPolicy.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace
{
using Name = std::string_view;

template <std::size_t N> consteval std::array<Name, N> sorted(std::array<Name, N> names)
{
    std::sort(names.begin(), names.end());
    return names;
}

template <std::size_t N> bool has(const std::array<Name, N> &names, QByteArrayView name)
{
    return std::binary_search(names.begin(), names.end(), Name(name.data(), std::size_t(name.size())));
}

constexpr auto kept = sorted(std::to_array<Name>(
    {"html",    "body",   "div",        "span",    "p",       "br",       "hr",      "a",      "b",
     "i",       "u",      "s",          "em",      "strong",  "small",    "big",     "sub",    "sup",
     "tt",      "code",   "pre",        "kbd",     "samp",    "var",      "cite",    "q",      "blockquote",
     "font",    "center", "h1",         "h2",      "h3",      "h4",       "h5",      "h6",     "ul",
     "ol",      "li",     "dl",         "dt",      "dd",      "table",    "thead",   "tbody",  "tfoot",
     "tr",      "td",     "th",         "caption", "img",     "abbr",     "address", "del",    "ins",
     "strike",  "nobr",   "wbr",        "section", "article", "header",   "footer",  "main",   "aside",
     "nav",     "figure", "figcaption", "mark",    "label",   "fieldset", "legend",  "dir",    "menu",
     "listing", "dfn",    "acronym",    "time",    "bdi",     "bdo",      "details", "summary"}));

constexpr auto dropped = sorted(std::to_array<Name>(
    {"script",   "style",    "head",     "title",    "meta",      "link",    "base",     "iframe",   "frame",
     "object",   "embed",    "applet",   "input",    "button",    "select",  "option",   "textarea", "keygen",
     "isindex",  "svg",      "math",     "canvas",   "video",     "audio",   "source",   "track",    "param",
     "map",      "area",     "template", "noscript", "xml",       "bgsound", "dialog",   "portal",   "meter",
     "progress", "datalist", "noembed",  "xmp",      "plaintext", "image",   "optgroup", "output"}));

constexpr auto attributes = sorted(std::to_array<Name>(
    {"align",       "valign",      "width",   "height",  "bgcolor", "border",     "bordercolor",
     "cellpadding", "cellspacing", "colspan", "rowspan", "color",   "face",       "size",
     "alt",         "dir",         "class",   "id",      "start",   "type",       "nowrap",
     "hspace",      "vspace",      "href",    "src",     "style",   "background", "hidden",
     "text",        "link",        "value",   "srcset",  "reversed"}));

constexpr auto voids = sorted(std::to_array<Name>(
    {"br",    "hr",     "img",   "meta",  "link",  "input",   "col",    "area",     "base",  "wbr",
     "param", "source", "embed", "track", "frame", "bgsound", "keygen", "basefont", "image", "isindex"}));

constexpr auto opaque = sorted(std::to_array<Name>(
    {"script", "style", "title", "textarea", "xmp", "noscript", "iframe", "noembed", "svg", "math",
     "template", "select", "object", "applet", "canvas", "video", "audio", "button", "xml"}));

constexpr auto formatting = sorted(std::to_array<Name>(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}));

constexpr auto borders = sorted(std::to_array<Name>({"table", "td", "th", "caption", "html", "marquee"}));

constexpr auto blocks = sorted(std::to_array<Name>(
    {"html",     "body",    "div",    "p",      "blockquote", "center",  "h1",      "h2",     "h3",
     "h4",       "h5",      "h6",     "ul",     "ol",         "li",      "dl",      "dt",     "dd",
     "table",    "thead",   "tbody",  "tfoot",  "tr",         "caption", "pre",     "hr",     "address",
     "section",  "article", "header", "footer", "main",       "aside",   "nav",     "figure", "figcaption",
     "fieldset", "legend",  "dir",    "menu",   "listing",    "details", "summary", "td",     "th"}));
} // namespace

TagFate fateOf(QByteArrayView tag)
{
    if (has(kept, tag))
        return TagFate::Keep;
    return has(dropped, tag) ? TagFate::Drop : TagFate::Unwrap;
}

bool isAttributeRead(QByteArrayView attribute)
{
    return has(attributes, attribute);
}
bool isVoid(QByteArrayView tag)
{
    return has(voids, tag);
}
bool isOpaque(QByteArrayView tag)
{
    return has(opaque, tag);
}
bool isFormatting(QByteArrayView tag)
{
    return has(formatting, tag);
}
bool isScopeBorder(QByteArrayView tag)
{
    return has(borders, tag);
}
bool isBlockTag(QByteArrayView tag)
{
    return has(blocks, tag);
}
