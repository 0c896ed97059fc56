// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long tests wait for what must come. QtTest's QTRY_VERIFY and its kin give up after five seconds, which
// a machine that builds and tests at the same time may need for a single file; here they wait for thirty.
// Only a test that fails takes so long. The build puts this before every test (tests/CMakeLists.txt).
#pragma once

#include <QTest>

constexpr int tryPatience = 30'000; // ms

#undef QTRY_VERIFY
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT(expression, tryPatience)
#undef QTRY_VERIFY2
#define QTRY_VERIFY2(expression, message) QTRY_VERIFY2_WITH_TIMEOUT(expression, message, tryPatience)
#undef QTRY_COMPARE
#define QTRY_COMPARE(expression, expected) QTRY_COMPARE_WITH_TIMEOUT(expression, expected, tryPatience)
