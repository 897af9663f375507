namespace NotebookKit.Files;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Sizes">The sizes of the axes; none for a single number.</param>
/// <param name="Values">float[], double[], long[], byte[] or bool[], last axis fastest, and Half[] to be written; shorter kinds are widened (F16 and BF16 to float, I8 to I32 and U16 to U64 to long).</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record SafeTensor(int[] Sizes, Array Values)
{
    /// <summary>What the file calls its numbers, such as F32 or BF16.</summary>
    public string Kind { get; init; } = SafeTensorKind.Of(Values);

    /// <summary>Where its numbers begin in the file; 0 for a tensor that was not read.</summary>
    public long Offset { get; init; }

    /// <summary>Sizes and kind, in a line.</summary>
    public override string ToString() => $"tensor [{string.Join(", ", Sizes)}] of {Kind}";
}

/// <summary>All that a safetensors file holds.</summary>
/// <param name="Tensors">The tensors by name, in the order in which they lie in the file.</param>
/// <param name="Metadata">Texts by name, such as who made the file.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record SafeTensors(IReadOnlyDictionary<string, SafeTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>How much it holds, and each tensor, in a line each.</summary>
    public override string ToString() => string.Join('\n',
        [$"{Tensors.Count:N0} tensors of {Tensors.Values.Sum(tensor => tensor.Values.LongLength):N0} numbers", .. Tensors.Select(named => $"  {named.Key}: {named.Value}")]);
}

/// <summary>The kinds of number of the format.</summary>
internal static class SafeTensorKind
{
    /// <summary>The kinds from the widest to the narrowest, in which order tensors are written so that each begins at a multiple of its size.</summary>
    public static readonly string[] WidestFirst = ["U64", "I64", "F64", "F32", "U32", "I32", "BF16", "F16", "U16", "I16", "I8", "U8", "BOOL"];

    /// <summary>Bytes of a number; 0 for a kind that is not read.</summary>
    public static int SizeOf(string kind) => kind switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => 0,
    };

    /// <summary>The kind that an array is written as.</summary>
    /// <exception cref="ArgumentException">It holds something that is not written.</exception>
    public static string Of(Array values) => values switch
    {
        float[] => "F32",
        double[] => "F64",
        long[] => "I64",
        byte[] => "U8",
        bool[] => "BOOL",
        Half[] => "F16",
        _ => throw new ArgumentException($"SafeTensorsFile: {values?.GetType().Name ?? "null"} is not written; use float, double, Half, long, byte or bool.", nameof(values)),
    };
}
