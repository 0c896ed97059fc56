// SPDX-License-Identifier: GPL-3.0-or-later
//
// HostName says how the name of a host may be shown to somebody who decides by it: in its own letters where
// they cannot be taken for others, else in the ASCII form that goes over the network (RFC 3492). Pure.
#pragma once

#include <QString>

// `host` in either form. Its own letters if each label is of one script (or of those that Chinese, Japanese
// and Korean write together) and does not look like Latin letters throughout; else "xn--…". What is no host
// name at all comes back without control and bidi characters.
QString shownHost(const QString &host);
