using System.Runtime.CompilerServices;

namespace NotebookKit.Memory;

/// <summary>The numbers behind one or more tensors: a flat run of elements that views share.</summary>
/// <remarks>
/// A buffer of the pool keeps its storage object and lives many times: once for each time that a scope takes it. When a scope gives it back, the
/// number of its life changes, which every tensor has noted; so one that is touched afterwards says so instead of reading somebody else's numbers.
/// </remarks>
internal abstract class Storage(DType dtype, int length)
{
    /// <summary>The number of the last life, whose tensors cannot be read.</summary>
    private const int MostLives = (1 << 30) - 1;

    private int version;

    /// <summary>How many elements.</summary>
    public int Length { get; protected set; } = length;

    /// <summary>How often the buffer went back to the pool before; a tensor may read only in the life in which it was made.</summary>
    public int Life { get; private set; }

    /// <summary>The kind of the elements.</summary>
    public DType DType { get; } = dtype;

    /// <summary>Counts the changes in place; what backward saved must still have the version it was saved with.</summary>
    public int Version => version;

    /// <summary>Whether the buffer went back to the pool.</summary>
    public abstract bool Released { get; }

    /// <summary>Whether the processor can read the elements where they lie; not so in the memory of another machine part, such as a GPU.</summary>
    public virtual bool IsHosted => true;

    /// <summary>The scope that will give the buffer back, or null when the garbage collector owns it.</summary>
    public BufferScope? Owner { get; set; }

    /// <summary>Ends a life: no tensor of it can be read from now on.</summary>
    /// <returns>Whether there may be another; a tensor has room for so many numbers of lives, and none comes twice.</returns>
    protected bool EndLife() => Life < MostLives && ++Life < MostLives;

    /// <summary>Notes a change in place.</summary>
    public void Changed() => version++;

    /// <summary>Gives the buffer back to the pool.</summary>
    public abstract void Release();

    /// <summary>The elements, as the C# type that stores them.</summary>
    /// <exception cref="InvalidCastException">They are of another type: a mistake of the library, found before it reads past the end.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Span<T>()
        where T : unmanaged => this is Storage<T> own ? own.Elements : throw NotHere(typeof(T));

    /// <summary>Why a tensor of a life that has ended cannot be read.</summary>
    internal static ObjectDisposedException Gone() => new(
        nameof(Tensor),
        "This tensor's buffer went back to the pool when its scope ended; call Keep() inside the scope to take a tensor out.");

    /// <summary>Why the elements are no span of a type.</summary>
    protected virtual Exception NotHere(Type type) => new InvalidCastException($"The numbers are {DType} and were asked for as {type.Name}.");
}

/// <summary>No numbers at all, only how many there would be.</summary>
internal sealed class ShapeStorage(DType dtype, int length) : Storage(dtype, length)
{
    /// <inheritdoc/>
    public override bool Released => false;

    /// <inheritdoc/>
    public override void Release()
    {
    }

    /// <inheritdoc/>
    protected override Exception NotHere(Type type) => new InvalidOperationException(
        "This tensor has a shape and no numbers: it was made on Device.ShapesOnly, to count and not to compute. Make it outside of Device.ShapesOnly.MakeHome().");
}

/// <summary>A storage whose elements are of type <typeparamref name="T"/>.</summary>
internal sealed class Storage<T> : Storage
    where T : unmanaged
{
    private T[]? array;
    private int start;
    private bool waits;

    /// <summary>Makes a storage over part of an array.</summary>
    public Storage(T[] array, int start, int length)
        : base(DTypes.Of<T>(), length)
    {
        this.array = array;
        this.start = start;
    }

    /// <inheritdoc/>
    public override bool Released => waits || array is null;

    /// <summary>The elements.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was let go.</exception>
    public Span<T> Elements
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => array is { } live ? new Span<T>(live, start, Length) : throw Gone();
    }

    /// <summary>The array behind it, for the pool.</summary>
    internal T[]? Array => array;

    /// <summary>Begins another life over the same array; only the pool's, which nobody holds.</summary>
    internal void Begin(int at, int length)
    {
        waits = false;
        start = at;
        Length = length;
    }

    /// <inheritdoc/>
    public override void Release()
    {
        if (waits || array is null)
        {
            return;
        }

        waits = true;
        if (!EndLife() || !BufferPool<T>.Return(this))
        {
            array = null;
        }
    }
}
