// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContentField.h"

#include "GMimeLibrary.h"
#include "HeaderText.h"
#include "Octets.h"

#include <gmime/gmime.h>

#include <algorithm>

namespace
{

bool isFieldSpace(char c)
{
    return isBlank(c) || c == '\r' || c == '\n';
}

bool isTokenEnd(char c)
{
    return isFieldSpace(c) || c == ';' || c == ',' || c == '=';
}

QByteArrayView trimmedView(QByteArrayView text)
{
    while (!text.isEmpty() && isFieldSpace(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isFieldSpace(text.back()))
        text = text.chopped(1);
    return text;
}

// Neither comments, encoded words, RFC 2231 names nor bytes beyond ASCII: can be read by a simple scan.
bool isSimpleField(QByteArrayView raw)
{
    for (qsizetype i = 0; i < raw.size(); ++i) {
        const auto c = uchar(raw[i]);
        if (c > 126 || c == '(' || c == '*' || (c == '=' && i + 1 < raw.size() && raw[i + 1] == '?'))
            return false;
    }
    return true;
}

// The first words of `raw`, up to the parameters: "text/plain". Blanks around the slash are tolerated.
QByteArray readValue(QByteArrayView raw, qsizetype &at)
{
    const qsizetype start = at;
    while (at < raw.size() && raw[at] != ';')
        ++at;
    auto value = raw.sliced(start, at - start);
    // "multipart/mixed boundary=x" lacks its semicolon: the value ends before the word with the '='.
    const qsizetype equals = value.indexOf('=');
    if (equals >= 0) {
        qsizetype nameStart = equals;
        while (nameStart > 0 && isFieldSpace(value[nameStart - 1]))
            --nameStart;
        while (nameStart > 0 && !isFieldSpace(value[nameStart - 1]))
            --nameStart;
        at = start + nameStart;
        value = value.first(nameStart);
    }
    QByteArray result;
    for (const char c : trimmedView(value)) {
        if (!isFieldSpace(c) && c != '"')
            result += lowered(c);
    }
    return result;
}

QByteArray readParameterValue(QByteArrayView raw, qsizetype &at)
{
    if (at < raw.size() && raw[at] == '"') {
        QByteArray value;
        for (++at; at < raw.size() && raw[at] != '"'; ++at) {
            // A backslash quotes a quote or itself; elsewhere it is one of a Windows path.
            if (raw[at] == '\\' && at + 1 < raw.size() && (raw[at + 1] == '"' || raw[at + 1] == '\\'))
                ++at;
            if (raw[at] != '\r' && raw[at] != '\n')
                value += raw[at] == '\t' ? ' ' : raw[at];
        }
        if (at < raw.size())
            ++at;
        return value;
    }
    const qsizetype start = at;
    while (at < raw.size() && raw[at] != ';' && raw[at] != '\r' && raw[at] != '\n')
        ++at;
    return trimmedView(raw.sliced(start, at - start)).toByteArray();
}

ContentField readPlain(QByteArrayView raw)
{
    ContentField field;
    qsizetype at = 0;
    field.value = readValue(raw, at);
    while (at < raw.size() && field.parameters.size() < ContentField::maxParameters) {
        if (isTokenEnd(raw[at])) {
            ++at;
            continue;
        }
        const qsizetype start = at;
        while (at < raw.size() && !isTokenEnd(raw[at]))
            ++at;
        const auto name = raw.sliced(start, at - start);
        while (at < raw.size() && isFieldSpace(raw[at]))
            ++at;
        if (at == raw.size() || raw[at] != '=')
            continue; // a word without a value
        ++at;
        while (at < raw.size() && isFieldSpace(raw[at]))
            ++at;
        field.parameters.emplace_back(loweredCopy(name), readParameterValue(raw, at));
    }
    field.wasCut = at < raw.size();
    return field;
}

void takeParameters(GMimeParamList *list, ContentField &field)
{
    const int count = list ? g_mime_param_list_length(list) : 0;
    for (int i = 0; i < count; ++i) {
        GMimeParam *parameter = g_mime_param_list_get_parameter_at(list, i);
        // What says its charset (RFC 2231) goes before the plain form of the same name (RFC 6266 §4.3).
        const bool isExtended = g_mime_param_get_charset(parameter) != nullptr;
        field.parameters.emplace(isExtended ? field.parameters.begin() : field.parameters.end(),
                                 loweredCopy(g_mime_param_get_name(parameter)),
                                 QByteArray(g_mime_param_get_value(parameter)));
    }
}

// The field up to the semicolon before one parameter too many.
QByteArrayView limited(QByteArrayView raw, bool &wasCut)
{
    int semicolons = 0;
    for (qsizetype i = 0; i < raw.size(); ++i) {
        if (raw[i] == ';' && ++semicolons > ContentField::maxParameters) {
            wasCut = true;
            return raw.first(i);
        }
    }
    return raw;
}

} // namespace

QByteArray ContentField::parameter(QByteArrayView name) const
{
    for (const auto &[key, value] : parameters) {
        if (key == name)
            return value;
    }
    return {};
}

ContentField readContentType(QByteArrayView raw, const HeaderText &text)
{
    if (isSimpleField(raw))
        return readPlain(raw);
    startGMime();
    ContentField field;
    const QByteArray canonical = text.canonical(limited(raw, field.wasCut));
    GMimeContentType *type = g_mime_content_type_parse(nullptr, canonical.constData());
    const char *media = g_mime_content_type_get_media_type(type);
    const char *subtype = g_mime_content_type_get_media_subtype(type);
    if (media && subtype)
        field.value = loweredCopy(media) + '/' + loweredCopy(subtype);
    takeParameters(g_mime_content_type_get_parameters(type), field);
    g_object_unref(type);
    return field;
}

ContentField readContentDisposition(QByteArrayView raw, const HeaderText &text)
{
    if (isSimpleField(raw))
        return readPlain(raw);
    startGMime();
    ContentField field;
    const QByteArray canonical = text.canonical(limited(raw, field.wasCut));
    GMimeContentDisposition *disposition = g_mime_content_disposition_parse(nullptr, canonical.constData());
    field.value = loweredCopy(g_mime_content_disposition_get_disposition(disposition));
    takeParameters(g_mime_content_disposition_get_parameters(disposition), field);
    g_object_unref(disposition);
    return field;
}
