// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages made up for the tests against real servers: each is determined by its number, has a header line
// that no other has, and carries what breaks clients (dot lines, bytes that are no text, bare line ends, very
// long lines). Pure.
#pragma once

#include <QByteArray>

#include <vector>

// A message of about `size` octets, or of a size that its number decides between 200 octets and 64 KiB.
QByteArray generatedMessage(int number, int size = 0);

// The messages first, first + 1, … with sizes between the two.
std::vector<QByteArray> generatedMessages(int first, int count, int smallest = 0, int largest = 0);

// The number in the header line of a generated message, also after a server changed its line ends; -1 in
// others.
int generatedNumber(const QByteArray &message);
