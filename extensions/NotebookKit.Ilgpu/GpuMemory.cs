using System.Collections.Concurrent;
using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace NotebookKit.Ilgpu;

/// <summary>The memory of a card, in buffers that wait for their next use by size class.</summary>
/// <remarks>
/// To ask a card for memory makes it stop for everything before, so what was given back is used again. Size classes are powers of two and the
/// halves between them, as in the library's own pool. All work is done in one order, so a buffer can be used again as soon as it is back.
/// </remarks>
internal sealed class GpuMemory(Accelerator accelerator, Launcher launcher)
{
    private const long Least = 256;

    // More kernels than are ever between looking up an operand and starting the kernel that needs it, on all threads together.
    private const long Patience = 64;

    private readonly ConcurrentDictionary<long, ConcurrentBag<MemoryBuffer1D<byte, Stride1D.Dense>>> waiting = new();

    // A buffer that only a forgotten tensor knows would be finalised together with it, and come back here as a ruin.
    private readonly ConcurrentDictionary<MemoryBuffer1D<byte, Stride1D.Dense>, bool> known = new();
    private readonly ConcurrentQueue<(MemoryBuffer1D<byte, Stride1D.Dense> Buffer, long Since)> forgotten = new();
    private readonly Lock gate = new();
    private volatile bool closed;
    private long asked;
    private long idle;

    /// <summary>The most that is asked for.</summary>
    public long Limit { get; set; } = long.MaxValue;

    /// <summary>Bytes that were asked for and not let go.</summary>
    public long Held => Interlocked.Read(ref asked);

    /// <summary>Bytes of these that wait for use.</summary>
    public long Waiting => Interlocked.Read(ref idle);

    /// <summary>Room for some bytes.</summary>
    /// <exception cref="InvalidOperationException">The card has no room left.</exception>
    public MemoryBuffer1D<byte, Stride1D.Dense> Rent(long bytes)
    {
        ObjectDisposedException.ThrowIf(closed, typeof(GpuDevice));
        long size = ClassOf(bytes);
        Recover(Patience);
        if (Take(size) is { } used)
        {
            return used;
        }

        if (Ask(size) is { } fresh)
        {
            return fresh;
        }

        // Tensors that nobody holds any more still hold their buffers until the garbage collector has seen them.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Recover(0);
        if (Take(size) is { } found)
        {
            return found;
        }

        Clear();
        return Ask(size) ?? throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"{accelerator.Name} has no room for {bytes:N0} more bytes: tensors hold {Held:N0} of {Math.Min(Limit, accelerator.MemorySize):N0}. Take smaller batches, run steps inside a BufferScope, or move what is not needed with To(Device.Cpu)."));
    }

    /// <summary>Takes a buffer back.</summary>
    public void Return(MemoryBuffer1D<byte, Stride1D.Dense> buffer)
    {
        if (!closed)
        {
            waiting.GetOrAdd(buffer.Length, _ => []).Add(buffer);
            Interlocked.Add(ref idle, buffer.Length);
        }
    }

    /// <summary>Takes back the buffer of a tensor that the garbage collector found.</summary>
    /// <remarks>It knows nothing of a kernel that another thread is just about to start with that buffer, so the buffer rests for some kernels first.</remarks>
    public void Forget(MemoryBuffer1D<byte, Stride1D.Dense> buffer)
    {
        if (!closed)
        {
            forgotten.Enqueue((buffer, launcher.Started));
        }
    }

    /// <summary>Lets go of all that waits.</summary>
    public void Clear()
    {
        Recover(0);
        lock (gate)
        {
            foreach (long size in waiting.Keys)
            {
                while (Take(size) is { } buffer)
                {
                    Interlocked.Add(ref asked, -size);
                    known.TryRemove(buffer, out _);
                    buffer.Dispose();
                }
            }
        }
    }

    /// <summary>Ends: what comes back later is gone with the card's memory.</summary>
    public void Close()
    {
        closed = true;
        waiting.Clear();
        known.Clear();
    }

    private void Recover(long patience)
    {
        while (forgotten.TryPeek(out (MemoryBuffer1D<byte, Stride1D.Dense> Buffer, long Since) oldest) && oldest.Since + patience <= launcher.Started && forgotten.TryDequeue(out oldest))
        {
            Return(oldest.Buffer);
        }
    }

    private MemoryBuffer1D<byte, Stride1D.Dense>? Take(long size)
    {
        if (waiting.TryGetValue(size, out ConcurrentBag<MemoryBuffer1D<byte, Stride1D.Dense>>? bag) && bag.TryTake(out MemoryBuffer1D<byte, Stride1D.Dense>? buffer))
        {
            Interlocked.Add(ref idle, -size);
            return buffer;
        }

        return null;
    }

    private MemoryBuffer1D<byte, Stride1D.Dense>? Ask(long size)
    {
        lock (gate)
        {
            if (Held + size > Limit)
            {
                return null;
            }

            try
            {
                accelerator.Bind();
                MemoryBuffer1D<byte, Stride1D.Dense> buffer = accelerator.Allocate1D<byte>(size);
                known[buffer] = true;
                Interlocked.Add(ref asked, size);
                return buffer;
            }
            catch (CudaException error) when (error.Error == nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY))
            {
                return null;
            }
            catch (OutOfMemoryException)
            {
                return null;
            }
        }
    }

    private static long ClassOf(long bytes)
    {
        long power = Least;
        while (power < bytes)
        {
            if (power + (power / 2) >= bytes)
            {
                return power + (power / 2);
            }

            power *= 2;
        }

        return power;
    }
}
