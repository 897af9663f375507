using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace NotebookKit.Files;

/// <summary>The bits of one stretch of coded data, first bit highest.</summary>
/// <param name="data">The bytes, without the zeros that the file puts behind each FF.</param>
/// <param name="offset">Where the stretch begins in the file, for messages.</param>
internal ref struct JpegBits(ReadOnlySpan<byte> data, int offset)
{
    private readonly ReadOnlySpan<byte> data = data;
    private ulong bits;
    private int count;
    private int position;

    /// <summary>Reads a Huffman code and gives its symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Symbol(JpegHuffman table)
    {
        if (count < 32)
        {
            Fill();
        }

        int found = table.Look((int)(bits >> (64 - JpegHuffman.LookBits)));
        if (found == 0)
        {
            found = table.Search((int)(bits >> 48));
            if (found == 0)
            {
                throw Damaged("bits that are no Huffman code");
            }
        }

        bits <<= found >> 8;
        count -= found >> 8;
        return found & 255;
    }

    /// <summary>The next 1 to 15 bits as a number; right after <see cref="Symbol"/> they are surely there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Bits(int size)
    {
        int value = (int)(bits >> (64 - size));
        bits <<= size;
        count -= size;
        return value;
    }

    /// <summary>The next bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Bit()
    {
        if (count < 1)
        {
            Fill();
        }

        return Bits(1);
    }

    /// <summary>A difference of 1 to 15 bits: those that begin with 0 are negative (T.81, table F.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Difference(int size)
    {
        int value = Bits(size);
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    /// <summary>Refuses data that ended before the last block.</summary>
    public readonly void CheckEnd()
    {
        if (((long)position * 8) - count > (long)data.Length * 8)
        {
            throw Damaged("the coded data ends before the last block");
        }
    }

    /// <summary>The error for this place.</summary>
    public readonly InvalidDataException Damaged(string what)
    {
        // Each FF took one more byte in the file.
        int read = Math.Clamp(position - (count / 8), 0, data.Length);
        return JpegDecoder.Damaged(offset + read + data[..read].Count((byte)0xFF), what);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fill()
    {
        if (data.Length - position >= 8)
        {
            // The bits below `count` are those of the byte at `position`: laying them there once more changes nothing.
            bits |= BinaryPrimitives.ReadUInt64BigEndian(data[position..]) >> count;
            position += (63 - count) >> 3;
            count |= 56;
            return;
        }

        // Beyond the end come zeros, as few as one look needs; whoever uses them is refused here or at the end.
        CheckEnd();
        for (; count <= 56; count += 8)
        {
            bits |= position < data.Length ? (ulong)data[position] << (56 - count) : 0;
            position++;
        }
    }
}
