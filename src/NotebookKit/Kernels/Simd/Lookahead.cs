using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NotebookKit.Kernels.Simd;

/// <summary>Asks the processor for memory that will be read soon, where it can be asked.</summary>
/// <remarks>
/// For walks that jump from pixel to pixel: the processor guesses such steps late, and each row began with waiting. An address that is none does no harm.
/// </remarks>
internal static unsafe class Lookahead
{
    /// <summary>The cache line of an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void At<T>(T* place)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(place);
        }
    }
}
