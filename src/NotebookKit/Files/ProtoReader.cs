using System.Buffers.Binary;

namespace NotebookKit.Files;

/// <summary>Walks through a message of Protocol Buffers, field by field; nothing is copied.</summary>
/// <remarks>A field is its number and kind in a varint, then a varint, 4 or 8 bytes, or a length and so many bytes.</remarks>
/// <param name="data">The message.</param>
/// <param name="offset">Where it begins in the file, for errors.</param>
internal ref struct ProtoReader(ReadOnlySpan<byte> data, int offset)
{
    private readonly ReadOnlySpan<byte> data = data;
    private int at;

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Its content where it is text, bytes, a message or a packed list.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Where the content begins in the file.</summary>
    public int BytesOffset { get; private set; }

    /// <summary>Its content where it is a number; floats as their bits.</summary>
    public ulong Number { get; private set; }

    /// <summary>Whether the content is <see cref="Bytes"/>.</summary>
    public bool HasBytes { get; private set; }

    /// <summary>Whether all is read.</summary>
    public readonly bool AtEnd => at == data.Length;

    /// <summary>Goes on to the next field; false at the end.</summary>
    public bool Next()
    {
        if (AtEnd)
        {
            return false;
        }

        int start = at;
        ulong key = Varint();
        Field = key >> 3 is > 0 and < 1 << 29 ? (int)(key >> 3) : throw Damaged(start, $"field {key >> 3} does not exist");
        HasBytes = (key & 7) == 2;
        switch (key & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                ulong length = Varint();
                BytesOffset = offset + at;
                Bytes = Take(length);
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw Damaged(start, $"a field of kind {key & 7}");
        }

        return true;
    }

    /// <summary>A whole number of 7 bits a byte, lowest first.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        throw Damaged(at, "a whole number of more than 10 bytes");
    }

    /// <summary>The error for a place of this message.</summary>
    public readonly InvalidDataException Damaged(int place, string what) => new($"byte {offset + place}: {what}.");

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(data.Length - at))
        {
            throw Damaged(at, $"cut short: {count} bytes are needed, {data.Length - at} are left");
        }

        ReadOnlySpan<byte> taken = data.Slice(at, (int)count);
        at += (int)count;
        return taken;
    }
}
