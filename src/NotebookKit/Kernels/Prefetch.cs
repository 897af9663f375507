using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NotebookKit.Kernels;

/// <summary>Asks for memory before it is needed, so that it comes while the processor multiplies.</summary>
/// <remarks>
/// A processor fetches ahead by itself where addresses go on evenly; a tile jumps from pixel to pixel, and a line that it writes for the
/// first time is read first, too. Only a hint: where there is no such instruction nothing is done, and no result changes.
/// </remarks>
internal static unsafe class Prefetch
{
    private const int LineBytes = 64;

    /// <summary>Asks for the line of an address; one that is none does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line<T>(T* place)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(place);
        }
    }

    /// <summary>Asks for the lines of some numbers, into all caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Numbers<T>(T* start, int count)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            for (nint at = 0; at < (nint)count * sizeof(T); at += LineBytes)
            {
                Sse.Prefetch0((byte*)start + at);
            }
        }
    }

    /// <summary>Asks for the lines of a tile: rows a step apart, two vectors of 64 bytes each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile<T>(T* start, nint rowStep, int rows)
        where T : unmanaged
    {
        for (; rows > 0; rows--, start += rowStep)
        {
            Line((byte*)start);
            Line((byte*)start + LineBytes);
        }
    }
}
