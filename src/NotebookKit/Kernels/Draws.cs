namespace NotebookKit.Kernels;

/// <summary>The random words of one element of a tensor: as many as its distribution asks for, whatever its neighbours take.</summary>
/// <remarks>Key and element fix them all, so the same seed gives the same numbers for any number of threads.</remarks>
internal struct Draws(ulong key, ulong element)
{
    private ulong block;
    private ulong spare;
    private bool hasSpare;

    /// <summary>64 random bits.</summary>
    public ulong Word()
    {
        if (hasSpare)
        {
            hasSpare = false;
            return spare;
        }

        Span<uint> words = stackalloc uint[4];
        Philox.Block(key, element, block++, words);
        spare = ((ulong)words[3] << 32) | words[2];
        hasSpare = true;
        return ((ulong)words[1] << 32) | words[0];
    }

    /// <summary>A number from [0, 1).</summary>
    public double Unit() => (Word() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from (0, 1], whose logarithm is finite.</summary>
    public double Positive() => 1 - Unit();

    /// <summary>A whole number from 0 to <paramref name="below"/> - 1; 0 stands for 2^64.</summary>
    /// <remarks>Lemire's method, as in <see cref="Rng.Next"/>, with 64 bits.</remarks>
    public ulong Below(ulong below)
    {
        if (below == 0)
        {
            return Word();
        }

        while (true)
        {
            ulong high = Math.BigMul(Word(), below, out ulong low);
            if (low >= unchecked(0 - below) % below)
            {
                return high;
            }
        }
    }

    /// <summary>A standard normal number, by Box and Muller's transform.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(Positive())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>A number of the exponential distribution with rate 1.</summary>
    public double Exponential() => -Math.Log(Positive());
}

/// <summary>Draws one number for an element.</summary>
internal delegate double Drawing(ref Draws draws, int element);
