// SPDX-License-Identifier: GPL-3.0-or-later
//
// NetworkWatch sees whether this process asks the network for anything: the executable's own connect(),
// sendto() and getaddrinfo() stand before those of the libraries, as ELF with glibc lets them. They refuse
// what is not on this machine's own sockets, and remember it. Any thread.
#pragma once

#include <QStringList>

namespace NetworkWatch
{
// What was asked for so far: "connect 192.0.2.1:443", "resolve example.org". Empty on systems where nobody
// looks.
QStringList asked();
bool isWatching();
} // namespace NetworkWatch
