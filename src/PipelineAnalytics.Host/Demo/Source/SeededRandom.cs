namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>
/// Numbers that are the same on every machine and every .NET. <see cref="Random"/> promises no such thing: its documentation
/// reserves the right to change the sequence of a seed. This is SplitMix64 (Steele, Lea and Flood, 2014), which is also cheap to
/// start: a user's week has a stream of its own, and needs no memory.
/// </summary>
internal struct SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to, not including, <paramref name="end"/>.</summary>
    public int Below(int end) => (int)((Next() >> 32) * (ulong)end >> 32);

    /// <summary>In [0, 1).</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Fraction() < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>
    /// A heavy tail: mostly 1 to 3, at times far more (Pareto, exponent 4/3). Made of square roots only: they are exact
    /// everywhere, a power may differ in its last bit from one processor to the next, and with it the rows.
    /// </summary>
    public double HeavyTail(double most)
    {
        var root = Math.Sqrt(1 - Fraction());
        return Math.Min(most, 1 / (root * Math.Sqrt(root)));
    }

    /// <summary>A version 4 UUID, in the usual 36 characters.</summary>
    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, Next());
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Next());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
