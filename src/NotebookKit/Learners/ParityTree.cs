namespace NotebookKit.Learners;

/// <summary>Parity as a tree of XOR blocks: pairs of bits, then pairs of results, 3 (n - 1) threshold units in 2 log2 n layers.</summary>
/// <remarks>
/// A disjunction of conjunctions needs 2^(n - 1) terms for the same function: what depth saves. Hastad 1987 shows it for
/// gates; lecture S1, "Why deep networks?".
/// </remarks>
public sealed class ParityTree
{
    private static readonly ThresholdNet Block = ThresholdNet.Xor2();

    /// <summary>Makes the tree.</summary>
    /// <param name="bits">n, at least 2.</param>
    public ParityTree(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        Bits = bits;
        for (int width = bits; width > 1; width = (width + 1) / 2)
        {
            UnitCount += width / 2 * Block.UnitCount;
            Depth += Block.Depth;
        }
    }

    /// <summary>n.</summary>
    public int Bits { get; }

    /// <summary>3 (n - 1).</summary>
    public int UnitCount { get; }

    /// <summary>2 log2 n, rounded up: layers from input to output.</summary>
    public int Depth { get; }

    /// <summary>2^(n - 1): terms of the disjunctive normal form, one for each input of odd parity.</summary>
    public System.Numerics.BigInteger DisjunctiveTerms => System.Numerics.BigInteger.One << (Bits - 1);

    /// <summary>n + 1: units of the flat net of two layers, <see cref="ThresholdNet.Parity"/>.</summary>
    public int FlatUnitCount => Bits + 1;

    /// <summary>1 where an odd number of bits is on.</summary>
    /// <exception cref="ArgumentException">There are more or fewer bits.</exception>
    public int Fire(params ReadOnlySpan<double> x)
    {
        Points.Fits(nameof(ParityTree), x.Length, Bits);
        double[] values = x.ToArray();
        while (values.Length > 1)
        {
            // A bit without a partner goes up as it is.
            values = [.. values.Chunk(2).Select(pair => pair.Length == 2 ? Block.Fire(pair) : pair[0])];
        }

        return (int)values[0];
    }

    /// <summary>Its size, beside the others'.</summary>
    public override string ToString() => $"parity of {Bits} bits: {UnitCount} units in {Depth} layers; flat {FlatUnitCount} units, as a disjunction {DisjunctiveTerms:N0} terms";
}
