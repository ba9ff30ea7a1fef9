package dev.hedgerow.snippet.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * A text as the browser has it. The rooms use it instead of Java's own strings, which would have to be wrapped and unwrapped
 * at every call of the browser; a literal is made one by {@link #of}. Nothing at all counts as the empty text.
 */
public abstract class Text implements JSObject {
  /** A literal as text. */
  @JSBody(params = "literal", script = "return literal")
  public static native Text of(String literal);

  /** The value if it is a string, or a number turned into one; otherwise empty. */
  @JSBody(
      params = "value",
      script = "return typeof value==='string'?value:typeof value==='number'?''+value:''")
  public static native Text in(@Nullable JSObject value);

  /** Any value as text. */
  @JSBody(params = "value", script = "return ''+value")
  public static native Text ofAny(@Nullable JSObject value);

  /** A number as text. */
  @JSBody(params = "value", script = "return ''+value")
  public static native Text ofNumber(double value);

  /** This text and the other. */
  @JSBody(params = "other", script = "return this+other")
  public native Text plus(Text other);

  /** This text and the other. */
  @JSBody(params = "other", script = "return this+other")
  public native Text plus(String other);

  /** This text, or the other if this is empty. */
  @JSBody(params = "other", script = "return this||other")
  public native Text or(Text other);

  /** This text, or the other if this is empty. */
  @JSBody(params = "other", script = "return this||other")
  public native Text or(String other);

  /** Whether both are the same. */
  @JSBody(params = "other", script = "return this===other")
  public native boolean is(@Nullable Text other);

  /** Whether both are the same. */
  @JSBody(params = "other", script = "return this===other")
  public native boolean is(String other);

  /** How many characters there are. */
  @JSBody(script = "return this.length")
  public native int size();

  /** Whether there is nothing in it. */
  @JSBody(script = "return !this")
  public native boolean isEmpty();

  /** Whether the other is somewhere in this. */
  @JSBody(params = "other", script = "return this.indexOf(other)>=0")
  public native boolean has(Text other);

  /** Whether the other is somewhere in this. */
  @JSBody(params = "other", script = "return this.indexOf(other)>=0")
  public native boolean has(String other);

  /** Whether this begins with the other. */
  @JSBody(params = "other", script = "return this.indexOf(other)===0")
  public native boolean starts(String other);

  /** Whether a pattern is found in this, without regard to case. */
  @JSBody(params = "pattern", script = "return RegExp(pattern,'i').test(this)")
  public native boolean fits(String pattern);

  /** Whether a pattern, as text or as an expression object, is found in this; one that is none never is. */
  @JSBody(
      params = "pattern",
      script = "try{return new RegExp(pattern).test(this)}catch(err){return false}")
  public native boolean fits(@Nullable JSObject pattern);

  /** What a pattern found and its groups, without regard to case; empty if it is not found. */
  @JSBody(params = "pattern", script = "return RegExp(pattern,'i').exec(this)||[]")
  public native Items match(String pattern);

  /** What a pattern found and its groups, without regard to case; empty if it is not found. */
  @JSBody(params = "pattern", script = "return RegExp(pattern,'i').exec(this)||[]")
  public native Items match(Text pattern);

  /** This text with everything a pattern finds, without regard to case, replaced. */
  @JSBody(
      params = {"pattern", "replacement"},
      script = "return this.replace(RegExp(pattern,'gi'),replacement)")
  public native Text replace(String pattern, String replacement);

  /** This text with everything a pattern finds replaced. */
  @JSBody(
      params = {"pattern", "replacement"},
      script = "return this.replace(RegExp(pattern,'g'),replacement)")
  public native Text replace(Text pattern, String replacement);

  /**
   * This text without the runs of digits in which a card's number stands, as some of their groups: one that the pattern
   * of cards fits, or that is as long as a card's and whose last digit proves the rest. A time in milliseconds is none.
   */
  @JSBody(
      params = {"runs", "cards"},
      script = "return this.replace(RegExp(runs,'gi'),function(run){"
          + "var groups=run.split(/%20|\\D+/),i,j,k,digits,sum;for(i=0;i<groups.length;i++)"
          + "for(digits='',j=i;j<groups.length&&!digits[18];){digits+=groups[j++];"
          + "if(digits[12]&&!digits[19]){for(sum=0,k=digits.length;k--;)"
          + "sum+=+((digits.length-k)%2?digits[k]:'0246813579'[digits[k]]);"
          + "if(sum%10===0&&!/^1\\d{12}$/.test(digits)||RegExp(cards).test(digits))return ''}}"
          + "return run})")
  public native Text withoutCards(String runs, String cards);

  /** The parts between the separators. */
  @JSBody(params = "separator", script = "return this.split(separator)")
  public native Items split(String separator);

  /** The words and the white space between them, in turns. */
  @JSBody(script = "return this.split(/(\\s+)/)")
  public native Items words();

  /** What comes from that place on. */
  @JSBody(params = "from", script = "return this.slice(from)")
  public native Text from(int from);

  /** What comes from one place up to, not including, another. */
  @JSBody(
      params = {"from", "to"},
      script = "return this.slice(from,to)")
  public native Text part(int from, int to);

  /** This text; if it is longer, only its beginning and the tail. */
  @JSBody(
      params = {"longest", "tail"},
      script = "return this.length>longest?this.slice(0,longest)+tail:this")
  public native Text cut(int longest, String tail);

  /** As much of this, an address, as fits into so many characters of a cookie. */
  @JSBody(
      params = "longest",
      script =
          "var s=this.slice(0,longest);while(encodeURIComponent(s).length>longest)s=s.slice(0,-9);return s")
  public native Text forCookie(int longest);

  /** This text without white space around it. */
  @JSBody(script = "return this.trim()")
  public native Text trim();

  /** This text in lower case. */
  @JSBody(script = "return this.toLowerCase()")
  public native Text lower();

  /** Whether this is that date as {@code YYYY-MM-DD} or a later one, as is {@code latest}; {@code unset} is none. */
  @JSBody(params = "date", script = "return this>=date&&this<'u'")
  public native boolean isSince(String date);

  /** The number this begins with; 0 if none. */
  @JSBody(script = "return parseFloat(this)||0")
  public native double number();

  /** The number this stands for in base 16. */
  @JSBody(script = "return parseInt(this,16)")
  public native double hex();
}
