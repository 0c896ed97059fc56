// SPDX-License-Identifier: GPL-3.0-or-later
#include "PopSwitchedOff.h"

#include <QRegularExpression>

namespace
{
// Servers write endless lines; what matters is said in the beginning.
constexpr qsizetype longestRefusal = 2000;

bool isRefusal(ErrorCode code)
{
    return code == ErrorCode::AuthRejected || code == ErrorCode::ServerRefused ||
           code == ErrorCode::ServerPermanent || code == ErrorCode::ServerTemporary;
}

bool says(const Error &refusal, const QRegularExpression &words)
{
    return isRefusal(refusal.code) && words.match(refusal.serverText.left(longestRefusal)).hasMatch();
}

QRegularExpression words(const char *pattern)
{
    return QRegularExpression(QLatin1String(pattern), QRegularExpression::CaseInsensitiveOption);
}
} // namespace

PopSwitch popSwitchOf(const Error &refusal)
{
    static const QRegularExpression pop = words("\\bpop[ -]?3?\\b");
    static const QRegularExpression off =
        words("\\b(not|isn't|hasn't been|must be|has to be|please|needs? to be) +(be )?(currently )?"
              "(enabled?|activated?|allowed|switch(ed)? on|turn(ed)? on)\\b"
              "|\\b(disabled|deactivated|switched off|turned off|not open)\\b"
              "|\\bno (pop|permission)|\\b(deaktiviert|nicht (aktiviert|freigeschaltet))\\b"
              "|\\b(désactivé|non activé|disabilitato|non abilitato)");
    // "login failure or POP3 disabled"
    static const QRegularExpression alternative =
        words("\\b(user|login|password|credentials|authentication)\\b.*\\bor\\b.*\\bpop"
              "|\\bpop.*\\bor\\b.*\\b(user|login|password|credentials|authentication)\\b");
    if (!says(refusal, pop) || !says(refusal, off))
        return PopSwitch::NotSaid;
    return says(refusal, alternative) ? PopSwitch::PerhapsOff : PopSwitch::Off;
}

bool wantsAppPassword(const Error &refusal)
{
    static const QRegularExpression wanted =
        words("\\b(app(lication)?|client|third[ -]party)([ -]specific)?[ -](password|code)\\b"
              "|\\bauthori[sz]ation code\\b");
    return says(refusal, wanted);
}
