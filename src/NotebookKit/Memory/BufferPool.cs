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
/// Buffers from 64 KB on start at different cache lines of a page. Arrays of one size lie at multiples of large powers of two
/// from each other, and where a sweep reads two of them in step, a processor that guesses the place in its cache from some bits
/// of the address (AMD's do) takes one for the other at each line: a momentum step over 10 M numbers took 8.2 ms instead of 3.8.
/// </remarks>
internal static class BufferPool<T>
    where T : unmanaged
{
    // Below this an ordinary array from generation 0 is cheaper than any pool (measured: 15 ns), and the numbers of a small result outlive the scope.
    private const int SmallBytes = 1024;

    // Below this for what no caller sees, such as the means of a normalisation, which a network makes at every layer.
    private const int TinyBytes = 256;
    private const int Alignment = 64;

    // From here on a page more is nothing beside the buffer.
    private const int SpreadBytes = 64 * 1024;
    private const int Page = 4096;

    private static readonly ConcurrentBag<Storage<T>>[] Classes = MakeClasses();
    private static uint rented;

    /// <summary>A storage of <paramref name="length"/> elements whose values are whatever was there before.</summary>
    /// <param name="length">Elements.</param>
    /// <param name="lasting">Whether it outlives the open scope, if there is one.</param>
    /// <param name="unseen">Whether only an operation's own record holds it, so that a small one need not outlive the scope.</param>
    public static Storage<T> Rent(int length, bool lasting, bool unseen = false)
    {
        long bytes = (long)length * Unsafe.SizeOf<T>();
        if (bytes < (unseen ? TinyBytes : SmallBytes))
        {
            // Here a plain array is also faster than an uninitialized one (measured), and nobody asks which scope is open.
            return new Storage<T>(new T[length], 0, length);
        }

        AmbientState state = AmbientState.Current;
        BufferScope? scope = lasting ? null : state.Scope;
        if (scope is null && bytes < SmallBytes)
        {
            return new Storage<T>(new T[length], 0, length);
        }

        state.Cancellation.ThrowIfCancellationRequested();
        int sizeClass = ClassOf(length, out int capacity);
        if (scope is not null && Classes[sizeClass].TryTake(out Storage<T>? storage))
        {
            storage.Begin(Start(storage.Array!, length), length);
        }
        else
        {
            int room = scope is null ? length : capacity;
            T[] array = GC.AllocateUninitializedArray<T>((int)Math.Min((long)room + Padding(room), Array.MaxLength), pinned: true);
            storage = new Storage<T>(array, Start(array, length), length);
        }

        scope?.Adopt(storage);
        return storage;
    }

    /// <summary>Takes a storage whose life has ended, array and all; false when its array is none of the pool's sizes.</summary>
    public static bool Return(Storage<T> storage)
    {
        int length = storage.Array!.Length;
        int large = length - Padding(length);
        int room = Padding(large) == Padding(length) ? large : length - (Alignment / Unsafe.SizeOf<T>());
        int sizeClass = ClassOf(room, out int capacity);
        if (capacity != room)
        {
            return false;
        }

        Classes[sizeClass].Add(storage);
        return true;
    }

    /// <summary>Forgets all waiting buffers; the garbage collector frees them.</summary>
    public static void Clear()
    {
        foreach (ConcurrentBag<Storage<T>> waiting in Classes)
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

    // Elements that an array has beside those asked for, so that its numbers can start where they should.
    private static int Padding(int elements) =>
        ((long)elements * Unsafe.SizeOf<T>() >= SpreadBytes ? Page + Alignment : Alignment) / Unsafe.SizeOf<T>();

    private static unsafe int Start(T[] pinned, int length)
    {
        int spare = pinned.Length - length;
        nuint address = (nuint)Unsafe.AsPointer(ref pinned[0]);
        nuint aligned = (Alignment - (address % Alignment)) % Alignment;

        // Eleven lines further than the buffer before: neighbours lie far apart, and all 64 lines of a page have their turn.
        // Two threads that count at once may choose the same line, which costs nothing but its gain.
        nuint spread = aligned + (rented++ * 11 % (Page / Alignment) * Alignment);
        int start = (int)(spread / (nuint)Unsafe.SizeOf<T>());
        return start <= spare ? start : Math.Min((int)(aligned / (nuint)Unsafe.SizeOf<T>()), spare);
    }

    private static ConcurrentBag<Storage<T>>[] MakeClasses()
    {
        ConcurrentBag<Storage<T>>[] classes = new ConcurrentBag<Storage<T>>[66];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = [];
        }

        return classes;
    }
}
