namespace NotebookKit.DataAnalysis;

/// <summary>What becomes of values that a table lacks, when its columns become a tensor.</summary>
/// <remarks>
/// A tensor has no place for "unknown", so the choice is always the caller's: the default refuses and says where the first
/// one is. A NaN in a column of floats is a value of its own, not a missing one.
/// </remarks>
public sealed record Missing
{
    private Missing(MissingKind kind, double value = 0) => (Kind, Value) = (kind, value);

    /// <summary>A missing value is an error that names its column and row.</summary>
    public static Missing Refuse { get; } = new(MissingKind.Refuse);

    /// <summary>A row that lacks a value in any of the wanted columns is left out.</summary>
    public static Missing Drop { get; } = new(MissingKind.Drop);

    /// <summary>The mean of what the column has, ∑ x / n over the n values that are there.</summary>
    public static Missing Mean { get; } = new(MissingKind.Mean);

    /// <summary>NaN, for tensors of floats.</summary>
    public static Missing AsNaN { get; } = new(MissingKind.Fill, double.NaN);

    internal MissingKind Kind { get; }

    internal double Value { get; }

    /// <summary>One number for all.</summary>
    public static Missing Fill(double value) => new(MissingKind.Fill, value);

    /// <summary>What is done, in words.</summary>
    public override string ToString() => Kind switch
    {
        MissingKind.Refuse => "a missing value is an error",
        MissingKind.Drop => "rows that lack a value are left out",
        MissingKind.Mean => "a missing value becomes its column's mean",
        _ => $"a missing value becomes {Value}",
    };
}

/// <summary>The ways of <see cref="Missing"/>.</summary>
internal enum MissingKind
{
    Refuse,
    Drop,
    Mean,
    Fill,
}
