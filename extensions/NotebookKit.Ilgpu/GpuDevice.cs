using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using NotebookKit.Devices;
using NotebookKit.Memory;
using ILGPUContext = ILGPU.Context;
using KitDevice = NotebookKit.Devices.Device;

namespace NotebookKit.Ilgpu;

/// <summary>A GPU as the home of tensors: <c>model.To(gpu)</c> and <c>x.To(gpu)</c> are all that changes in a program.</summary>
/// <remarks>
/// Made by <see cref="Gpu"/>. The operations, their gradients and the checks are the library's; this class computes its kernels on the card, most of
/// them from the same formulas that the processor runs. Work is started in order and not waited for; only what brings numbers back waits, and
/// <see cref="Transfers"/> counts it. Sums are added in a fixed order, so the same program gives the same numbers each time on one kind of card.
/// </remarks>
public sealed partial class GpuDevice : KitDevice, IDisposable
{
    private readonly ILGPUContext context;
    private readonly Accelerator accelerator;
    private readonly Launcher launcher;
    private readonly GpuRecurrentKernels recurrent;
    private long uploads;
    private long uploadedBytes;
    private long downloads;
    private long downloadedBytes;
    private bool disposed;

    internal GpuDevice(ILGPUContext context, Accelerator accelerator, string name, int groupSize)
    {
        this.context = context;
        this.accelerator = accelerator;
        Name = name;
        GroupSize = groupSize;
        launcher = new Launcher(accelerator);
        Memory = new GpuMemory(accelerator, launcher);
        recurrent = new GpuRecurrentKernels(this);
        blas = Blas.Open(accelerator);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Whether the processor only plays a GPU: to look for mistakes, hundreds of times slower than the processor itself.</summary>
    public bool IsSimulated => accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>What went between the processor's memory and the card's since the device was opened.</summary>
    public GpuTransfers Transfers => new(
        Interlocked.Read(ref uploads), Interlocked.Read(ref uploadedBytes), Interlocked.Read(ref downloads), Interlocked.Read(ref downloadedBytes));

    /// <summary>Bytes of the card's memory that are held, by tensors or waiting to be used again.</summary>
    public long HeldBytes => Memory.Held;

    /// <summary>The most bytes that are taken of the card's memory; all of it unless it is set.</summary>
    public long MemoryLimit
    {
        get => Memory.Limit;
        set => Memory.Limit = value;
    }

    /// <inheritdoc/>
    internal override RecurrentKernels Recurrent => recurrent;

    /// <summary>The card's memory.</summary>
    internal GpuMemory Memory { get; }

    /// <summary>What starts work.</summary>
    internal Launcher Launcher => launcher;

    /// <summary>How many threads work in a group where they share memory: a square number, a power of two.</summary>
    internal int GroupSize { get; }

    /// <summary>Waits until all work is done, for a measurement of time.</summary>
    public void Synchronize()
    {
        accelerator.Bind();
        accelerator.Synchronize();
    }

    /// <summary>Lets go of the card's memory that waits to be used again.</summary>
    public void FreeUnused() => Memory.Clear();

    /// <summary>Gives the card back; tensors that still live on it are lost.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            Memory.Close();
            blas?.Dispose();
            accelerator.Dispose();
            context.Dispose();
        }
    }

    /// <inheritdoc/>
    internal override Storage Allocate(DType dtype, int count, bool lasting = false)
    {
        AmbientState state = AmbientState.Current;
        state.Cancellation.ThrowIfCancellationRequested();
        GpuStorage storage = new(this, dtype, count, Memory.Rent((long)count * dtype.Size()));
        if (!lasting)
        {
            state.Scope?.Adopt(storage);
        }

        return storage;
    }

    /// <inheritdoc/>
    /// <remarks>The copies take bare addresses, and small tensors of the processor live where the garbage collector moves things: they are held in place meanwhile.</remarks>
    internal override unsafe Tensor Hosted(Tensor x)
    {
        GpuStorage own = Own(x);
        if (own.Sent is { } sent)
        {
            return new Tensor(new Storage<long>(sent, 0, sent.Length), x.Shape, x.Strides.ToArray(), x.Offset, Cpu);
        }

        Tensor from = x;
        if (!x.IsContiguous)
        {
            from = Tensor.Empty(x.Shape, x.DType, this);
            Gather(x, from);
        }

        Tensor y = Tensor.Empty(x.Shape, x.DType, Cpu);
        if (x.Count > 0)
        {
            accelerator.Bind();
            int bytes = from.Count * from.DType.Size();
            fixed (byte* to = Bytes(y))
            {
                View<byte>(from, bytes, from.Offset * from.DType.Size()).CopyToCPU(accelerator.DefaultStream, ref *to, bytes);
                accelerator.DefaultStream.Synchronize();
            }

            Needed(from, y);
            Interlocked.Increment(ref downloads);
            Interlocked.Add(ref downloadedBytes, bytes);
        }

        return y;
    }

    /// <summary>A tensor on this card: itself, or sent there when the processor has it.</summary>
    internal Tensor Here(Tensor x)
    {
        if (x.Storage is GpuStorage)
        {
            Own(x);
            return x;
        }

        Tensor y = Tensor.Empty(x.Shape, x.DType, this);
        Send(x, y);
        return y;
    }

    /// <summary>The numbers of a contiguous tensor.</summary>
    internal ArrayView<T> View<T>(Tensor x)
        where T : unmanaged
    {
        Tensor here = Here(x);
        return View<T>(here, here.Count, here.Offset);
    }

    /// <summary>All numbers of a tensor's storage, for kernels that know where it begins.</summary>
    internal ArrayView<T> Raw<T>(Tensor x)
        where T : unmanaged => Own(x).View<T>();

    /// <summary>The numbers of a tensor's storage from its first on, for kernels that walk forward from there.</summary>
    internal ArrayView<T> All<T>(Tensor x)
        where T : unmanaged => View<T>(x, x.Count == 0 ? 0 : x.Storage.Length - x.Offset, x.Offset);

    /// <summary>The numbers of an operand that may be left out; some other numbers when it is.</summary>
    internal ArrayView<T> ViewOr<T>(Tensor? x, ArrayView<T> otherwise)
        where T : unmanaged => x is null ? otherwise : View<T>(x);

    private ArrayView<T> View<T>(Tensor x, int count, int offset)
        where T : unmanaged => Own(x).View<T>().SubView(count == 0 ? 0 : offset, count);

    // y = x, from the processor; y is contiguous here.
    private unsafe void Send(Tensor x, Tensor y)
    {
        Tensor from = x.Detach().Contiguous();
        if (from.Count == 0)
        {
            return;
        }

        GpuStorage target = Own(y);
        int bytes = from.Count * from.DType.Size();
        accelerator.Bind();
        fixed (byte* numbers = Bytes(from))
        {
            View<byte>(y, bytes, y.Offset * y.DType.Size()).CopyFromCPU(accelerator.DefaultStream, ref *numbers, bytes);
            accelerator.DefaultStream.Synchronize();
        }

        Needed(from, y);
        Interlocked.Increment(ref uploads);
        Interlocked.Add(ref uploadedBytes, bytes);
        target.Sent = y.DType == DType.Int64 && y.Count == target.Length ? from.Elements<long>().ToArray() : null;
    }

    private GpuStorage Own(Tensor x) => x.Storage is GpuStorage storage && storage.Device == this
        ? storage
        : throw new InvalidOperationException($"A tensor {x.Shape} on {x.Device.Name} is no operand on {Name}; bring it over with To.");

    private static Span<byte> Bytes(Tensor x) => x.DType switch
    {
        DType.Float32 => MemoryMarshal.AsBytes(x.Elements<float>()),
        DType.Float64 => MemoryMarshal.AsBytes(x.Elements<double>()),
        DType.Int64 => MemoryMarshal.AsBytes(x.Elements<long>()),
        DType.UInt8 => x.Elements<byte>(),
        _ => MemoryMarshal.AsBytes(x.Elements<bool>()),
    };
}
