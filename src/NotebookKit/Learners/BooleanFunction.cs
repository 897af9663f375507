namespace NotebookKit.Learners;

/// <summary>A function of some bits to one bit, named by its number: bit r of the number is the answer of row r, where x1 is the highest bit of r.</summary>
/// <remarks>There are 2^(2^n) of n bits: 16 of two, 256 of three. Of the 16, all but XOR and XNOR are linearly separable.</remarks>
public readonly record struct BooleanFunction
{
    private static readonly string[] OfTwo =
        ["never", "NOR", "NOT x1 AND x2", "NOT x1", "x1 AND NOT x2", "NOT x2", "XOR", "NAND", "AND", "XNOR", "x2", "NOT x1 OR x2", "x1", "x1 OR NOT x2", "OR", "always"];

    /// <summary>Names a function.</summary>
    /// <param name="inputs">n, 1 to 4.</param>
    /// <param name="number">0 to 2^(2^n) - 1.</param>
    public BooleanFunction(int inputs, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputs, 4);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, (1 << (1 << inputs)) - 1);
        (Inputs, Number) = (inputs, number);
    }

    /// <summary>Both of two.</summary>
    public static BooleanFunction And => new(2, 8);

    /// <summary>Any of two.</summary>
    public static BooleanFunction Or => new(2, 14);

    /// <summary>One of two, but not both.</summary>
    public static BooleanFunction Xor => new(2, 6);

    /// <summary>Both of two or none.</summary>
    public static BooleanFunction Xnor => new(2, 9);

    /// <summary>n.</summary>
    public int Inputs { get; }

    /// <summary>The answers as bits.</summary>
    public int Number { get; }

    /// <summary>All functions of n bits; 65,536 for four.</summary>
    public static IEnumerable<BooleanFunction> All(int inputs) => Enumerable.Range(0, 1 << (1 << inputs)).Select(number => new BooleanFunction(inputs, number));

    /// <summary>The rows of a truth table of n bits: 00, 01, 10, 11.</summary>
    public static IReadOnlyList<double[]> Rows(int inputs) =>
        [.. Enumerable.Range(0, 1 << inputs).Select(row => Enumerable.Range(0, inputs).Select(bit => (double)((row >> (inputs - 1 - bit)) & 1)).ToArray())];

    /// <summary>The answer for some bits.</summary>
    /// <exception cref="ArgumentException">There are more or fewer bits, or one is not 0 or 1.</exception>
    public int Of(params ReadOnlySpan<int> bits)
    {
        Points.Fits(nameof(BooleanFunction), bits.Length, Inputs);
        int row = 0;
        foreach (int bit in bits)
        {
            row = (2 * row) + (bit is 0 or 1 ? bit : throw new ArgumentException($"BooleanFunction: bits are 0 or 1, and not {bit}.", nameof(bits)));
        }

        return (Number >> row) & 1;
    }

    /// <summary>All rows with their answers, as points.</summary>
    public LabelledPoints Table()
    {
        int number = Number;
        double[][] rows = [.. Rows(Inputs)];
        return new(Tensor.From(rows), Tensor.From([.. rows.Select((_, row) => (long)((number >> row) & 1))]));
    }

    /// <summary>Its name where it has one, and its answers.</summary>
    public override string ToString()
    {
        int number = Number;
        string answers = string.Join(' ', Enumerable.Range(0, 1 << Inputs).Select(row => (number >> row) & 1));
        return Inputs == 2 ? $"{OfTwo[Number]}: {answers}" : $"function {Number} of {Inputs} bits: {answers}";
    }
}
