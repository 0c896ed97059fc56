// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzInput.h"
#include "OAuthTokens.h"
#include "RedirectAnswer.h"

#include <algorithm>

static bool isWord(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

static bool isLine(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u' ' && c < u'\x7f'; });
}

// What a program of this computer says to the listener.
static void readAsRequest(const QByteArray &bytes)
{
    const QString state = QStringLiteral("abcdefghijklmnopqrstuvwxyz-0123456789_ABCDE");
    const RedirectReading reading = readRedirect(bytes, {QStringLiteral("127.0.0.1:4711")}, state);
    const RedirectAnswer &answer = reading.answer;
    if (reading.status != 200) {
        require(answer == RedirectAnswer());
        require(reading.status == 0 || (reading.status >= 400 && reading.status < 500));
        require(reading.status != 0 || (bytes.size() <= longestRedirect && !bytes.contains("\r\n\r\n")));
        return;
    }
    require(bytes.startsWith("GET /?") && bytes.contains("state="));
    require(answer.code.isEmpty() || (answer.error.isEmpty() && answer.words.isEmpty()));
    require(isWord(answer.code) && isLine(answer.error) && isLine(answer.words));
}

// What a token server says, with any status.
static void readAsTokens(int status, const QByteArray &bytes)
{
    const auto answer = parseOAuthAnswer(status, bytes);
    if (!answer) {
        require(isLine(answer.error().detail) && answer.error().detail.size() < 300);
        return;
    }
    require(status == 200 && !answer->accessToken.isEmpty() && answer->seconds >= 0);
    require(isWord(answer->accessToken) && isWord(answer->refreshToken));
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = bytesOf(data, size);
    readAsRequest(bytes);
    for (const int status : {200, 400, 503})
        readAsTokens(status, bytes);
    return 0;
}
