// SPDX-License-Identifier: GPL-3.0-or-later
//
// Counts how often this process asked the disk to make something durable: its own fsync() and fdatasync()
// stand before the C library's, for Qt and SQLite too.
#pragma once

long syncCount();
