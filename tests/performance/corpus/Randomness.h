// SPDX-License-Identifier: GPL-3.0-or-later
//
// Randomness is a stream of numbers that is the same on every machine (SplitMix64). Two numbers make a
// stream: so each message of a corpus has its own, and can be made without those before it.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

class Randomness
{
public:
    explicit Randomness(std::uint64_t seed, std::uint64_t stream = 0)
        : m_state(seed * 0x9E3779B97F4A7C15U + stream * 0xD1B54A32D192ED03U)
    {
        next();
    }

    std::uint64_t next()
    {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }

    std::size_t below(std::size_t limit) { return std::size_t(next() % limit); }
    double unit() { return double(next() >> 11) * 0x1p-53; } // from 0, below 1
    bool chance(double part) { return unit() < part; }

    // 0 to count - 1, the first ones most often: 1/rank, as words and correspondents are spread (Zipf).
    std::size_t rank(std::size_t count)
    {
        const double r = std::exp(unit() * std::log(double(count) + 1)) - 1;
        return r < double(count) ? std::size_t(r) : count - 1;
    }

    double logNormal(double median, double sigma)
    {
        const double normal = std::sqrt(-2 * std::log(1 - unit())) * std::cos(6.283185307179586 * unit());
        return median * std::exp(sigma * normal);
    }

private:
    std::uint64_t m_state;
};
