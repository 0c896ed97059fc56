// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers by which modules speak of stored things. None is ever given out twice.
#pragma once

#include <QtGlobal>

using MessageId = qint64;  // > 0; grows with the time of storing
using FolderId = qint64;   // > 0
using AccountId = quint32; // > 0; written into every vault record
using ThreadId = qint64;   // > 0

// Mail that came from files and not from a server belongs to this account.
inline constexpr AccountId localAccount = 1;
