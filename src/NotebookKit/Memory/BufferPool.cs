using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Memory;

/// <summary>Buffers that wait for their next use, by size class.</summary>
/// <remarks>
/// A fresh large array costs a page fault for each 4 KB when it is first touched (28 ms for 64 MB, against 2 ms for a used
/// one), so training steps reuse what the last step gave back. Size classes are powers of two and the halves between them,
/// so at most a third is wasted. Large buffers are pinned and start at a multiple of 64 bytes, a cache line and the
/// widest vector; small ones are ordinary arrays that the garbage collector moves and frees cheaply.
/// </remarks>
internal static class BufferPool<T>
    where T : unmanaged
{
    // Below this an ordinary array from generation 0 is cheaper than any pool (measured: 15 ns).
    private const int SmallBytes = 1024;
    private const int Alignment = 64;

    private static readonly ConcurrentBag<T[]>[] Classes = MakeClasses();

    /// <summary>A storage of <paramref name="length"/> elements whose values are whatever was there before.</summary>
    /// <param name="length">Elements.</param>
    /// <param name="lasting">Whether it outlives the open scope, if there is one.</param>
    public static Storage<T> Rent(int length, bool lasting)
    {
        if ((long)length * Unsafe.SizeOf<T>() < SmallBytes)
        {
            // Here a plain array is also faster than an uninitialized one (measured), and nobody asks which scope is open.
            return new Storage<T>(new T[length], 0, length);
        }

        AmbientState state = AmbientState.Current;
        state.Cancellation.ThrowIfCancellationRequested();
        BufferScope? scope = lasting ? null : state.Scope;

        int sizeClass = ClassOf(length, out int capacity);
        if (scope is null || !Classes[sizeClass].TryTake(out T[]? array))
        {
            int padding = Alignment / Unsafe.SizeOf<T>();
            array = GC.AllocateUninitializedArray<T>(Math.Min((scope is null ? length : capacity) + padding, Array.MaxLength), pinned: true);
        }

        Storage<T> storage = new(array, AlignedStart(array), length);
        scope?.Adopt(storage);
        return storage;
    }

    /// <summary>Takes an array back.</summary>
    public static void Return(T[] array)
    {
        int padding = Alignment / Unsafe.SizeOf<T>();
        int sizeClass = ClassOf(array.Length - padding, out int capacity);
        if (capacity == array.Length - padding)
        {
            Classes[sizeClass].Add(array);
        }
    }

    /// <summary>Forgets all waiting buffers; the garbage collector frees them.</summary>
    public static void Clear()
    {
        foreach (ConcurrentBag<T[]> waiting in Classes)
        {
            waiting.Clear();
        }
    }

    // Class 2k holds 2^k elements, class 2k+1 holds 1.5 * 2^k.
    private static int ClassOf(int length, out int capacity)
    {
        int power = BitOperations.Log2((uint)Math.Max(1, length - 1)) + 1;
        long middle = 3L << (power - 2 < 0 ? 0 : power - 2);
        bool fitsMiddle = power >= 2 && length <= middle;
        capacity = (int)Math.Min(fitsMiddle ? middle : 1L << power, Array.MaxLength);
        return fitsMiddle ? (2 * power) - 1 : 2 * power;
    }

    private static unsafe int AlignedStart(T[] pinned)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref pinned[0]);
        nuint offset = (Alignment - (address % Alignment)) % Alignment;
        return (int)(offset / (nuint)Unsafe.SizeOf<T>());
    }

    private static ConcurrentBag<T[]>[] MakeClasses()
    {
        ConcurrentBag<T[]>[] classes = new ConcurrentBag<T[]>[66];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = [];
        }

        return classes;
    }
}
