using System.Buffers.Binary;
using System.Text;

namespace NotebookKit.Files;

/// <content>The steps that put a single value on the stack: numbers, texts, bytes.</content>
internal ref partial struct PickleReader
{
    private bool Number(byte code)
    {
        switch (code)
        {
            case (byte)'N':
                stack.Add(null);
                return true;
            case 0x88 or 0x89:
                stack.Add(code == 0x88);
                return true;
            case (byte)'J':
                stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                return true;
            case (byte)'K':
                stack.Add((long)Take(1)[0]);
                return true;
            case (byte)'M':
                stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                return true;
            case (byte)'G':
                stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                return true;
            case 0x8A or 0x8B:
                stack.Add(Long(Take(code == 0x8A ? Take(1)[0] : BinaryPrimitives.ReadInt32LittleEndian(Take(4)))));
                return true;
            default:
                return false;
        }
    }

    // Little-endian in as few bytes as hold it, the sign in the last.
    private readonly long Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8)
        {
            throw Damaged($"a whole number of {bytes.Length} bytes; 8 are read");
        }

        long value = bytes.Length > 0 && bytes[^1] >= 128 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private bool Text(byte code)
    {
        switch (code)
        {
            case (byte)'X' or 0x8C or 0x8D:
                stack.Add(Utf8(Take(Length(code == 0x8C ? 1 : code == 'X' ? 4 : 8))));
                return true;
            case (byte)'U' or (byte)'T':
                // Texts of Python 2: names there are plain ASCII.
                stack.Add(Encoding.Latin1.GetString(Take(Length(code == 'U' ? 1 : 4))));
                return true;
            case (byte)'C' or (byte)'B' or 0x8E:
                stack.Add(Take(Length(code == 'C' ? 1 : code == 'B' ? 4 : 8)).ToArray());
                return true;
            default:
                return false;
        }
    }

    private readonly string Utf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes)
        ? Encoding.UTF8.GetString(bytes)
        : throw Damaged("a text is not UTF-8");
}
