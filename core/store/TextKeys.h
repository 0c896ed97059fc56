// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextKeys holds the keys by which texts are sorted: case-folded UTF-8, one behind the other, so that half a
// million of them are one piece of memory and no strings. The order is that of code points. Values; any
// thread.
#pragma once

#include <QByteArrayView>

#include <cstdint>
#include <string>
#include <vector>

class TextKeys
{
public:
    void reserve(size_t keys, size_t bytes);
    // Gives the next key, number size(), the folded form of `utf8`.
    void add(QByteArrayView utf8);
    size_t size() const { return m_keys.size(); }

    // Below, equal to or above 0.
    int compare(uint32_t a, uint32_t b) const;
    // Eight bytes of the key from `depth` on as a number that compares as they do; zeros behind its end.
    uint64_t chunk(uint32_t key, uint32_t depth) const;
    uint32_t length(uint32_t key) const { return m_keys[key].length; }

private:
    struct Key {
        uint32_t begin = 0;
        uint32_t length = 0;
    };
    std::vector<Key> m_keys;
    std::string m_bytes;
};

// A subject without what mail programs put before it in answers and when they pass it on: "Re: ", "AW[2]: ",
// "Fwd: " and their like, as often as they stand there.
QByteArrayView baseSubject(QByteArrayView utf8);
