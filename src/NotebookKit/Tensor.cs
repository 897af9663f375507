using System.Diagnostics;
using System.Runtime.CompilerServices;
using NotebookKit.Devices;
using NotebookKit.Gradients;
using NotebookKit.Memory;

namespace NotebookKit;

/// <summary>Numbers in a grid of any number of axes, which remember how they were computed so that gradients can be asked for.</summary>
/// <remarks>
/// A tensor is a view of a storage: shape, strides and offset say where each element lies, so transposing, slicing and
/// expanding copy nothing. Names follow PyTorch and NumPy in C# casing. Plain use needs no Dispose; see
/// <see cref="BufferScope"/> for loops that must not allocate.
/// </remarks>
[DebuggerDisplay("{DebugText,nq}")]
[Display.TypeFormatterSource(typeof(Display.TensorFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public partial class Tensor
{
    private const int LifeShift = 1;
    private const uint GradientMark = 1;

    private readonly TensorLayout layout;
    private Storage storage;
    private Device device;

    // The life of the storage that this tensor belongs to, and in the last bit whether gradients flow: one word, since a training step makes
    // hundreds of these objects.
    private uint marks;

    /// <summary>Makes a view of a storage.</summary>
    internal Tensor(Storage storage, Shape shape, ReadOnlySpan<int> strides, int offset, Device device)
        : this(storage, TensorLayout.Of(shape, strides), offset, device)
    {
    }

    /// <summary>Makes a tensor over all of a fresh storage, in the order of its axes.</summary>
    internal Tensor(Storage storage, Shape shape, Device device)
        : this(storage, shape.Sizes.InOrder, 0, device)
    {
    }

    /// <summary>Makes a view of a storage in a layout that is known.</summary>
    internal Tensor(Storage storage, TensorLayout layout, int offset, Device device)
    {
        this.storage = storage;
        marks = (uint)storage.Life << LifeShift;
        this.layout = layout;
        Offset = offset;
        this.device = OperationWatch.IsOn ? OperationWatch.Plain(device) : device;
    }

    /// <summary>Makes a tensor that shares everything with another but how it was computed.</summary>
    protected internal Tensor(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        storage = other.storage;
        marks = other.marks & ~GradientMark;
        layout = other.layout;
        Offset = other.Offset;
        device = other.device;
    }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape => new(layout.Sizes);

    /// <summary>How many axes.</summary>
    public int Rank => layout.Sizes.Rank;

    /// <summary>How many elements.</summary>
    public int Count => layout.Sizes.Count;

    /// <summary>What kind of number it holds.</summary>
    public DType DType => storage.DType;

    /// <summary>Where its numbers live and its operations run.</summary>
    public Device Device => OperationWatch.IsOn ? OperationWatch.Seen(device) : device;

    /// <summary>How far one step along each axis moves in the storage, in elements.</summary>
    public ReadOnlySpan<int> Strides => layout.Strides;

    /// <summary>Where the first element lies in the storage.</summary>
    public int Offset { get; }

    /// <summary>Whether the elements lie one after the other, last axis fastest.</summary>
    public bool IsContiguous => layout.IsInOrder;

    /// <summary>Whether the elements fill one stretch of memory without gaps, in whatever order of the axes.</summary>
    internal bool IsDense => layout.IsDense;

    /// <summary>The sizes and the steps.</summary>
    internal TensorLayout Layout => layout;

    /// <summary>Whether gradients flow to this tensor; on by default for a <see cref="Parameter"/>. Turned off, its <see cref="Grad"/> is let go and optimisers leave it alone.</summary>
    /// <exception cref="InvalidOperationException">Turned on for a tensor that holds no floats, or changed for a result.</exception>
    public bool RequiresGrad
    {
        get => (marks & GradientMark) != 0;
        set
        {
            if (value && !DType.IsFloat())
            {
                throw new InvalidOperationException($"RequiresGrad: gradients flow through floats only, and this tensor holds {DType}; cast it with To(DType.Float32).");
            }

            if (Node is not null and not LeafNode && value != RequiresGrad)
            {
                throw new InvalidOperationException("RequiresGrad: this tensor is the result of an operation; call Detach() to cut it from its history.");
            }

            marks = value ? marks | GradientMark : marks & ~GradientMark;

            // A frozen weight has no gradient, so that no optimiser moves it by what it remembers of an older one.
            if (!value)
            {
                Grad = null;
            }
        }
    }

    /// <summary>The operation that made this tensor, while its history is recorded; null for a leaf.</summary>
    public GradientNode? History => Node is LeafNode ? null : Node;

    /// <summary>The place of this tensor in the graph of gradients.</summary>
    internal GradientNode? Node { get; private set; }

    /// <summary>The numbers, for kernels.</summary>
    /// <exception cref="ObjectDisposedException">The buffer went back to the pool.</exception>
    internal Storage Storage
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => storage.Life == Life ? storage : throw Storage.Gone();
    }

    private int Life => (int)(marks >> LifeShift);

    /// <summary>Whether the buffer went back to the pool: another tensor may have it now, and this one cannot be read any more.</summary>
    internal bool IsGone => storage.Life != Life || storage.Released;

    /// <summary>The same numbers where the processor can read them: this tensor, or a copy when its device has a memory of its own.</summary>
    internal Tensor Hosted => storage.IsHosted ? this : device.Hosted(Detach());

    /// <summary>The numbers in order and without a history, for a device to read: this tensor itself where it is so, and never to be handed out.</summary>
    internal Tensor Bare => (!RequiresGrad ? this : Node is LeafNode leaf ? leaf.Bare : Detach()).Contiguous();

    private string DebugText => $"Tensor {Shape} {DType}";

    /// <summary>Computes the gradients of this scalar with respect to all tensors that require one, and adds them to their <see cref="Grad"/>.</summary>
    /// <param name="gradient">Where to start when this is no scalar: dL/d(this), of the same shape.</param>
    /// <param name="retainGraph">Keeps what the operations saved, so that Backward can run again.</param>
    /// <exception cref="InvalidOperationException">There is no history, it was already used up, or a starting gradient is missing.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false) => BackwardPass.Run(this, gradient, retainGraph);

    /// <summary>The same numbers, cut from their history: no gradient flows through.</summary>
    public Tensor Detach() => new(this);

    /// <summary>Takes this tensor's buffer out of its <see cref="BufferScope"/>, so that it outlives the scope's end.</summary>
    /// <returns>This tensor.</returns>
    public Tensor Keep()
    {
        // Not the next owner's: what is gone stays gone.
        if (!IsGone)
        {
            storage.Owner = null;
        }

        return this;
    }

    /// <summary>Takes the numbers, and the gradient collected for them, to another device: for what a model owns, which lies in order.</summary>
    private protected void Settle(Device home)
    {
        Tensor there = Detach().To(home).Keep();
        Grad = Grad?.To(home).Keep();
        (storage, marks, device) = (there.storage, there.marks | (marks & GradientMark), there.device);
    }

    /// <summary>The only number of a tensor of one element.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer.</exception>
    public double Item() => Count == 1
        ? Hosted.ReadFirst()
        : throw new InvalidOperationException($"Item: the tensor has {Count} elements, shape {Shape}; pick one with an index or reduce it first.");

    /// <summary>The elements of a contiguous tensor as a span: no copy; writing through it is a change in place that gradients do not see.</summary>
    /// <exception cref="InvalidOperationException">The dtype differs or the tensor is not contiguous.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
        {
            throw new InvalidOperationException($"AsSpan<{typeof(T).Name}>: the tensor holds {DType}; ask for that type or cast with To(DType.{DTypes.Of<T>()}).");
        }

        return IsContiguous
            ? Storage.Span<T>().Slice(Offset, Count)
            : throw new InvalidOperationException($"AsSpan: the tensor {Shape} is a view whose elements do not lie in order; call Contiguous() first.");
    }

    /// <summary>Whether another tensor has this one's shape, kind and device, and both fill their memory in the same order of the axes.</summary>
    internal bool LiesAs(Tensor other) =>
        DType == other.DType && device == other.device && Shape == other.Shape && (IsContiguous ? other.IsContiguous : IsDense && Strides.SequenceEqual(other.Strides));

    /// <summary>Whether another tensor sees the very same numbers as this one now does.</summary>
    internal bool IsStill(Tensor other) => storage == other.storage && Life == other.Life && device == other.device;

    /// <summary>Ties a result to the operation that made it.</summary>
    internal Tensor From(GradientNode node)
    {
        Node = node;
        node.Shape = Shape;
        marks |= GradientMark;
        if (OperationWatch.IsOn)
        {
            OperationWatch.Note(this, node);
        }

        return this;
    }

    /// <summary>The node that collects this tensor's gradient, made for a leaf when first needed; null when it needs none.</summary>
    internal GradientNode? GradientEdge()
    {
        if (!RequiresGrad)
        {
            return null;
        }

        if (Node is null)
        {
            // Two threads may use a fresh parameter at once: both must get the same node.
            lock (storage)
            {
                Node ??= new LeafNode(this);
            }
        }

        return Node;
    }

    /// <summary>The elements of a contiguous tensor, trusted: no checks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Elements<T>()
        where T : unmanaged => Storage.Span<T>().Slice(Offset, Count);

    private double ReadFirst() => ReadAt(Offset);

    private double ReadAt(int place) => DType switch
    {
        DType.Float32 => Storage.Span<float>()[place],
        DType.Float64 => Storage.Span<double>()[place],
        DType.Int64 => Storage.Span<long>()[place],
        DType.UInt8 => Storage.Span<byte>()[place],
        _ => Storage.Span<bool>()[place] ? 1 : 0,
    };
}
