// SPDX-License-Identifier: GPL-3.0-or-later
//
// ContentField is a Content-Type or Content-Disposition: a value and its parameters (RFC 2045 §5.1, 2183,
// 2231). Plain ones are read here, all others by GMime, from a text in which encoded words are canonical.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <utility>
#include <vector>

class HeaderText;

struct ContentField {
    // GMime's time for parameters is quadratic; those beyond this number are not read.
    static constexpr int maxParameters = 500;

    QByteArray value; // lower case: "text/plain", "attachment"; empty where there is none
    std::vector<std::pair<QByteArray, QByteArray>> parameters; // names in lower case, values in UTF-8
    bool wasCut = false;

    // Empty where there is no such parameter.
    QByteArray parameter(QByteArrayView name) const;
};

ContentField readContentType(QByteArrayView raw, const HeaderText &text);
ContentField readContentDisposition(QByteArrayView raw, const HeaderText &text);
