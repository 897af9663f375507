using System.Runtime.Intrinsics;

namespace NotebookKit.Kernels.Simd;

/// <summary>Which vectors the kernels use.</summary>
public enum SimdWidth
{
    /// <summary>One number at a time.</summary>
    Scalar = 0,

    /// <summary>128 bits: every ARM and x86 processor.</summary>
    Bits128 = 128,

    /// <summary>256 bits: AVX2.</summary>
    Bits256 = 256,

    /// <summary>512 bits: AVX-512.</summary>
    Bits512 = 512,
}

/// <summary>The choice of kernels, made once: the widest vectors that this processor has.</summary>
/// <remarks>
/// <c>NOTEBOOKKIT_SIMD=512|256|128|0</c> chooses narrower ones, to compare results across machines on one machine; a
/// width that the processor lacks still computes the right numbers, slowly.
/// </remarks>
public static class KernelVariant
{
    private const SimdWidth Undecided = (SimdWidth)(-1);
    private static SimdWidth width = Undecided;

    /// <summary>The width in use; tests change it to run every variant.</summary>
    /// <exception cref="ArgumentException">NOTEBOOKKIT_SIMD names no width.</exception>
    public static SimdWidth Width
    {
        get => width == Undecided ? width = Choose(Environment.GetEnvironmentVariable("NOTEBOOKKIT_SIMD")) : width;
        internal set => width = value;
    }

    /// <summary>The widest vectors that this processor has.</summary>
    public static SimdWidth Widest =>
        Vector512.IsHardwareAccelerated ? SimdWidth.Bits512
        : Vector256.IsHardwareAccelerated ? SimdWidth.Bits256
        : Vector128.IsHardwareAccelerated ? SimdWidth.Bits128
        : SimdWidth.Scalar;

    internal static SimdWidth Choose(string? wish) => wish switch
    {
        null or "" => Widest,
        "512" => SimdWidth.Bits512,
        "256" => SimdWidth.Bits256,
        "128" => SimdWidth.Bits128,
        "0" => SimdWidth.Scalar,
        _ => throw new ArgumentException($"NOTEBOOKKIT_SIMD is '{wish}'; it takes 512, 256, 128 or 0 (one number at a time); leave it out for the widest vectors of this processor."),
    };
}
